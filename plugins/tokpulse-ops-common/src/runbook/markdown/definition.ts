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
 * How far a paragraph has been link reference definitions and nothing else:
 * `open` awaits a destination, `untitled` may get a title, `complete` is done,
 * and in `text` there is something else.
 */
export type DefinitionState = 'open' | 'untitled' | 'complete' | 'text';

const label = '\\[(?:[^[\\]\\\\]|\\\\.){1,999}\\]:';
const destination = '(?:<[^<>]*>|[^\\s<]\\S*)';
const title = '(?:"[^"]*"|\'[^\']*\'|\\([^()]*\\))';
const labelOnly = new RegExp(`^${label}[ \\t]*$`);
const withDestination = new RegExp(
  `^(?:${label})?[ \\t]*${destination}(?:[ \\t]+(${title}))?[ \\t]*$`,
);
const startsWithLabel = new RegExp(`^${label}`);
const titleOnly = new RegExp(`^${title}[ \\t]*$`);

/** The state after another line of a paragraph; undefined is before its first. */
export function readDefinition(
  state: DefinitionState | undefined,
  line: string,
): DefinitionState {
  if (state === 'text') {
    return 'text';
  }
  if (state === 'untitled' && titleOnly.test(line)) {
    return 'complete';
  }
  if (state !== 'open' && !startsWithLabel.test(line)) {
    return 'text';
  }
  if (state !== 'open' && labelOnly.test(line)) {
    return 'open';
  }
  const match = withDestination.exec(line);
  if (match === null) {
    return 'text';
  }
  return match[1] === undefined ? 'untitled' : 'complete';
}
