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

const ATTRIBUTE = 'data-plan-row';

/** Marks the button of a row, so that arrow keys and jumps find it. */
export function planRow(id: string): { readonly [ATTRIBUTE]: string } {
  return { [ATTRIBUTE]: id };
}

/** The buttons of the rows inside an element, in their order. */
export function planRows(inside: HTMLElement): HTMLElement[] {
  return [...inside.querySelectorAll<HTMLElement>(`[${ATTRIBUTE}]`)];
}

/** The button of one row. */
export function findPlanRow(
  inside: HTMLElement,
  id: string,
): HTMLElement | undefined {
  return planRows(inside).find(row => row.getAttribute(ATTRIBUTE) === id);
}
