/*
 * Copyright 2026 The TokPulse Ops Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

/**
 * The bounds of a condition. The CEL library has no cost limit of its own, so
 * these keep the worst expression on the worst values within 50 ms.
 *
 * @public
 */
export const conditionBounds = {
  /** Characters of an expression. */
  expressionLength: 1_000,
  /** Nodes of its syntax tree, after macros are expanded. */
  nodes: 200,
  /** `exists`, `all`, `map` or `filter` inside another one. */
  comprehensionDepth: 1,
  /** Items of a list or map that is iterated, searched or built. */
  listLength: 1_000,
  /** Items of a list that can be reached at all, to ask for its size. */
  reachableListLength: 10_000,
  /** Characters of a text that an expression builds. */
  textLength: 100_000,
  /** Characters of a pattern for `matches`. */
  patternLength: 200,
  /** Instructions that a pattern compiles to. */
  patternProgram: 100,
  /** Units of work, see `Meter`. */
  work: 40_000,
} as const;
