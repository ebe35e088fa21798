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

const delimiterRow =
  /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/**
 * Cells of a delimiter row of a GFM table, `|---|:-:|`.
 *
 * @returns undefined when the line is none
 */
export function delimiterCells(text: string): number | undefined {
  if (!/[|:]/.test(text) || !delimiterRow.test(text)) {
    return undefined;
  }
  return headerCells(text);
}

/** Cells that a line would have as the header of a GFM table. */
export function headerCells(text: string): number {
  const row = text
    .replace(/\\[\\|]/g, 'xx')
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '');
  return row.split('|').length;
}
