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

const opening = /^(`{3,}|~{3,})\s*yaml\s+step\b/;
const anyFence = /^(`{3,}|~{3,})/;

interface StepNote {
  readonly name: string;
  readonly action: string;
}

function valueOf(lines: readonly string[], key: string): string {
  const line = lines.find(candidate => candidate.startsWith(`${key}:`)) ?? '';
  return line
    .slice(key.length + 1)
    .trim()
    .replace(/^(['"])(.*)\1$/, '$2');
}

/** Index of the line that closes the fence opened with `fence`. */
function endOf(lines: readonly string[], from: number, fence: string): number {
  const end = lines.findIndex(
    (line, index) =>
      index > from &&
      line.startsWith(fence) &&
      line.replaceAll(fence[0], '').trim() === '',
  );
  return end === -1 ? lines.length : end;
}

/**
 * Replaces the step blocks of a runbook by one line each, for reading; all
 * other blocks stay as they are.
 */
export function stepsAsNotes(
  body: string,
  note: (step: StepNote) => string,
): string {
  const lines = body.split('\n');
  const result: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    const fence = anyFence.exec(line)?.[1];
    if (fence === undefined) {
      result.push(line);
      continue;
    }
    const end = endOf(lines, index, fence);
    const inside = lines.slice(index + 1, end);
    if (opening.test(line)) {
      result.push(
        note({
          name: valueOf(inside, 'name'),
          action: valueOf(inside, 'action'),
        }),
      );
    } else {
      result.push(line, ...inside, ...lines.slice(end, end + 1));
    }
    index = end;
  }
  return result.join('\n');
}
