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

import type { KeyboardEvent } from 'react';
import { planRows } from './planRow';

/** What a person types into keeps its arrow keys. */
const typing = 'textarea, select, input:not([type=checkbox])';

function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.matches(typing);
}

function rowTo(
  key: string,
  rows: readonly HTMLElement[],
  at: number,
): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return rows[Math.min(at + 1, rows.length - 1)];
    case 'ArrowUp':
      return rows[Math.max(at - 1, 0)];
    case 'Home':
      return at === -1 ? undefined : rows[0];
    case 'End':
      return at === -1 ? undefined : rows.at(-1);
    default:
      return undefined;
  }
}

/** Whether a row has to be pressed to be open for `ArrowRight`, folded for `ArrowLeft`. */
function folds(key: string, row: HTMLElement | undefined): boolean {
  const open = row?.getAttribute('aria-expanded');
  return (
    (key === 'ArrowRight' && open === 'false') ||
    (key === 'ArrowLeft' && open === 'true')
  );
}

/**
 * Arrow keys for the rows of a plan, as in a tree: up and down go from row to
 * row, right opens one, left folds it. Down leads out of the search field too.
 */
export function onArrowKeys(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const { key, target, currentTarget } = event;
  if (isTyping(target)) {
    const leaves =
      key === 'ArrowDown' &&
      target instanceof HTMLInputElement &&
      target.type === 'search';
    if (!leaves) {
      return;
    }
  }
  const rows = planRows(currentTarget);
  const at = rows.findIndex(row => row === document.activeElement);
  if (folds(key, rows[at])) {
    event.preventDefault();
    rows[at].click();
    return;
  }
  const next = rowTo(key, rows, at);
  if (next !== undefined) {
    event.preventDefault();
    next.focus();
  }
}
