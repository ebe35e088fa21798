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
  evaluateList,
  type Preview,
  type RunbookStep,
  type Scope,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { labelOf } from '../items/freezeItems';
import { redactedJson } from '../steps/json';
import type { StepFindings } from './findings';
import { lateAmong } from './lateValues';
import type { ResolveContext } from './resolveStep';

/** Items that a preview names. */
const MOST_NAMED = 10;

/** What is known of the items of a step before the run. */
export interface EarlyItems {
  /** The scope of the first item: what holds of it is looked at now. */
  readonly scope: Scope;
  readonly previews: Preview[];
}

/**
 * The list of a step with `each`, when it does not depend on an earlier step.
 * It is frozen only when the step begins; this is what it would be now.
 */
export function resolveEach(
  { each }: RunbookStep,
  { scope, redactor }: ResolveContext,
  findings: StepFindings,
): EarlyItems {
  const check = each === undefined ? undefined : checkCondition(each);
  const known =
    each !== undefined &&
    check?.ok === true &&
    lateAmong(check.references, scope).length === 0;
  if (!known) {
    return { scope, previews: [] };
  }
  const list = evaluateList(each, scope);
  if (!list.ok) {
    findings.block({
      code: 'condition-failed',
      message: `'each: ${each}' gives no list: ${list.message}`,
      nextStep: 'Correct the expression in the runbook, or the inputs',
    });
    return { scope, previews: [] };
  }
  const labels = list.value
    .slice(0, MOST_NAMED)
    .map((item, index) => labelOf(redactedJson(redactor, item), index));
  const more = list.value.length - labels.length;
  const names = [...labels, ...(more > 0 ? [`and ${more} more`] : [])];
  return {
    scope: list.value.length > 0 ? { ...scope, item: list.value[0] } : scope,
    previews: [
      {
        kind: 'fact',
        label:
          list.value.length === 1 ? '1 item' : `${list.value.length} items`,
        value: names.join(', ') || 'nothing to do',
      },
    ],
  };
}
