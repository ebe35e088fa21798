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

import { RE2JS } from 're2js';
import { conditionBounds } from './bounds';
import { TooComplexError } from './Meter';

/** A compiled pattern and what a character costs at worst. */
export interface Pattern {
  readonly programSize: number;
  test(text: string): boolean;
}

const compiledPatterns = new Map<string, Pattern>();
const compiledPatternLimit = 200;

/**
 * Compiles a pattern of RE2 syntax, once. Throws when it is invalid, and a
 * `TooComplexError` when it is too large. RE2 has no backtracking, so no
 * pattern makes a match exponential.
 */
export function compilePattern(pattern: string): Pattern {
  const known = compiledPatterns.get(pattern);
  if (known !== undefined) {
    return known;
  }
  if (pattern.length > conditionBounds.patternLength) {
    throw new TooComplexError(
      `has a pattern of more than ${conditionBounds.patternLength} characters`,
    );
  }
  const expression = RE2JS.compile(pattern);
  const programSize = expression.programSize();
  if (programSize > conditionBounds.patternProgram) {
    throw new TooComplexError(
      'has a pattern with too many alternatives or repetitions',
    );
  }
  const compiled = {
    programSize,
    test: (text: string) => expression.test(text),
  };
  if (compiledPatterns.size >= compiledPatternLimit) {
    compiledPatterns.clear();
  }
  compiledPatterns.set(pattern, compiled);
  return compiled;
}
