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

import {
  evaluateList,
  type PlannedStep,
  type SafeError,
  type Scope,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { redactedJson, type Json } from '../steps/json';
import type { Redactor } from '../types';

const LONGEST_LABEL = 80;

/** An item before anything was done for it. */
export interface FrozenItem {
  readonly item: number;
  /** The item, in short, for a person. */
  readonly label: string;
  readonly value: Json;
}

/**
 * The items of a step as they are now, redacted as everything that is stored:
 * the list stays what it is from the intent on, whatever it was made of.
 */
export function freezeItems(options: {
  readonly planned: PlannedStep;
  readonly scope: Scope;
  readonly redactor: Redactor;
}):
  | { readonly ok: true; readonly items: readonly FrozenItem[] }
  | { readonly ok: false; readonly error: SafeError } {
  const { planned, scope, redactor } = options;
  if (planned.items !== undefined) {
    return {
      ok: true,
      items: planned.items.map(({ index, label }, item) => ({
        item,
        label,
        value: index,
      })),
    };
  }
  const list = evaluateList(planned.step.each ?? '[]', scope);
  if (!list.ok) {
    return {
      ok: false,
      error: {
        code: 'condition-failed',
        message: `'each: ${planned.step.each}' gives no list: ${list.message}`,
        nextStep: 'Look at the output it reads; correct the runbook if need be',
      },
    };
  }
  return {
    ok: true,
    items: list.value.map((value, item) => {
      const kept = redactedJson(redactor, value);
      return { item, label: labelOf(kept, item), value: kept };
    }),
  };
}

/** What a person would call the item. */
export function labelOf(value: Json, item: number): string {
  const text = nameOf(value) ?? JSON.stringify(value);
  if (text === '') {
    return `item ${item + 1}`;
  }
  return text.length <= LONGEST_LABEL
    ? text
    : `${text.slice(0, LONGEST_LABEL - 1)}…`;
}

function nameOf(value: Json): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return undefined;
  }
  const name = ['label', 'name', 'title', 'email', 'id']
    .filter(key => Object.hasOwn(value, key))
    .map(key => value[key])
    .find(one => typeof one === 'string' || typeof one === 'number');
  return name === undefined ? undefined : String(name);
}
