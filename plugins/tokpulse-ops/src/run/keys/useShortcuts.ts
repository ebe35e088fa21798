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

import { useEffect, useState } from 'react';

/** Where the reader's wish not to have single keys is kept. */
const STORED_AS = 'tokpulse-ops.single-keys';

const fields = 'input:not([type=radio]):not([type=checkbox]), textarea, select';

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest(fields) !== null)
  );
}

const isDialogOpen = () => document.querySelector('[role="dialog"]') !== null;

/** Goes from step to step, from the current one on. */
function moveFocus(root: HTMLElement, by: 1 | -1): void {
  const steps = [...root.querySelectorAll<HTMLElement>('[data-timeline-step]')];
  const focused = steps.findIndex(step =>
    step.contains(document.activeElement),
  );
  const current = steps.findIndex(step => step.hasAttribute('aria-current'));
  const index = focused === -1 ? current : focused + by;
  steps[Math.max(0, Math.min(steps.length - 1, index))]?.focus();
}

/** Uses what says of itself, by `aria-keyshortcuts`, that the key is its own. */
function activate(root: HTMLElement, key: string): boolean {
  const element = root.querySelector<HTMLElement>(
    `[aria-keyshortcuts="${key}"]:not(:disabled)`,
  );
  if (element === null) {
    return false;
  }
  element.focus();
  if (!(element instanceof HTMLInputElement && element.type === 'search')) {
    element.click();
  }
  return true;
}

function read(): 'on' | 'off' {
  try {
    return localStorage.getItem(STORED_AS) === 'off' ? 'off' : 'on';
  } catch {
    // A browser that keeps nothing still has keys.
    return 'on';
  }
}

/**
 * The keys of a page. None of them works while something is typed or a dialog
 * is open, and all of them can be switched off (WCAG 2.1.4).
 */
export function useShortcuts(root: HTMLElement | null): {
  readonly help: 'open' | 'closed';
  readonly setHelp: (help: 'open' | 'closed') => void;
  readonly keys: 'on' | 'off';
  readonly setKeys: (keys: 'on' | 'off') => void;
} {
  const [help, setHelp] = useState<'open' | 'closed'>('closed');
  const [keys, setKeys] = useState(read);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      if (
        root === null ||
        keys === 'off' ||
        modified ||
        event.defaultPrevented ||
        isTyping(event.target) ||
        isDialogOpen()
      ) {
        return;
      }
      if (event.key === '?') {
        setHelp('open');
      } else if (event.key === 'j' || event.key === 'k') {
        moveFocus(root, event.key === 'j' ? 1 : -1);
      } else if (!/^[a-z/]$/.test(event.key) || !activate(root, event.key)) {
        return;
      }
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [root, keys]);
  return {
    help,
    setHelp,
    keys,
    setKeys: wanted => {
      setKeys(wanted);
      try {
        localStorage.setItem(STORED_AS, wanted);
      } catch {
        // It holds until the page is left.
      }
    },
  };
}
