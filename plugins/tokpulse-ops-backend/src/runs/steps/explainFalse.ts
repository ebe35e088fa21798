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
  checkCondition,
  substitute,
  type Scope,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

const MOST_VALUES = 3;
const LONGEST_VALUE = 80;

/**
 * Why a condition is false, in words: the condition, and the values that it
 * reads. "steps.health.output.status == 'down' is false: the status is …" is
 * what an operator would look up next.
 */
export function explainFalse(expression: string, scope: Scope): string {
  const verdict = `${expression} is false`;
  const check = checkCondition(expression);
  const values = (check.ok ? check.references : []).flatMap(path => {
    const found = substitute(`\${{ ${path} }}`, scope);
    return found.ok
      ? [`${path} is ${shorten(JSON.stringify(found.value))}`]
      : [];
  });
  return values.length === 0
    ? verdict
    : `${verdict}: ${values.slice(0, MOST_VALUES).join(', ')}`;
}

function shorten(text: string): string {
  return text.length <= LONGEST_VALUE
    ? text
    : `${text.slice(0, LONGEST_VALUE)}…`;
}
