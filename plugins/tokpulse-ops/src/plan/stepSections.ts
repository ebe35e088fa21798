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

const anyFence = /^(`{3,}|~{3,})(.*)$/;
const stepInfo = /^\s*yaml\s+step\b/;
const heading = /^(#{2,3})\s+(.+?)\s*#*$/;
const stepId = /^id:\s*['"]?([A-Za-z][A-Za-z0-9]*)['"]?\s*(?:#.*)?$/;

/** Index of the line that closes a fence, or the end of the text. */
function endOf(lines: readonly string[], from: number, fence: string): number {
  const end = lines.findIndex(
    (line, index) =>
      index > from &&
      line.startsWith(fence) &&
      line.replaceAll(fence[0], '').trim() === '',
  );
  return end === -1 ? lines.length : end;
}

/** A heading without the marks of emphasis and code. */
function plain(text: string): string {
  return text.replace(/[*_`]/g, '');
}

/**
 * The heading that each step of a runbook stands under, by the id of the step:
 * the nearest one of the second or third level above it. Steps above every
 * heading have none.
 */
export function stepSections(body: string): ReadonlyMap<string, string> {
  const lines = body.split('\n');
  const sections = new Map<string, string>();
  let current: string | undefined;
  for (let index = 0; index < lines.length; index += 1) {
    const fence = anyFence.exec(lines[index]);
    if (fence === null) {
      current = headingOf(lines[index]) ?? current;
      continue;
    }
    const end = endOf(lines, index, fence[1]);
    if (stepInfo.test(fence[2]) && current !== undefined) {
      const inside = lines.slice(index + 1, end);
      const id = inside.map(line => stepId.exec(line)?.[1]).find(Boolean);
      if (id !== undefined) {
        sections.set(id, current);
      }
    }
    index = end;
  }
  return sections;
}

function headingOf(line: string): string | undefined {
  const found = heading.exec(line);
  return found === null ? undefined : plain(found[2]);
}
