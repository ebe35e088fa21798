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

import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Add } from './BrokenPromise';
import { finalChoice } from './cases';
import type { DrillRun } from './DrillRun';
import type { DrillLedger } from './ledger';
import { EDITED } from './recoveries';
import { promisedOf, takenBack } from './promises';
import { drillStep, drillSteps, keysOf } from './steps';

/** What the provider did for the run, each thing once. */
export function lookAtEffects(
  drill: DrillRun,
  run: RunDetail,
  ledger: DrillLedger,
  add: Add,
): void {
  const { stepId } = drill.one;
  for (const step of drillSteps) {
    const keys = keysOf(run.id, step);
    const state = run.steps.find(({ id }) => id === step.id)?.state;
    for (const key of keys) {
      const count = ledger.count(key);
      if (count > 1) {
        add('effect-twice', `${key} happened ${count} times`);
      }
      if (state === 'succeeded' && step.effect !== 'read' && count === 0) {
        add('effect-missing', `${key}, and the step has succeeded`);
      }
      if (state === 'skipped' && step.id !== stepId && count > 0) {
        add('effect-unasked', `${key}, and the step was skipped`);
      }
    }
  }
  if (finalChoice(drill.one) === 'edit') {
    const [key] = keysOf(run.id, drillStep(stepId));
    const value = ledger.lastValue(key);
    if (value !== EDITED) {
      add('wrong-input', `${key} got ${JSON.stringify(value)}`);
    }
  }
}

/** What the provider took back, each thing once, and nothing else. */
export function lookAtUndone(
  drill: DrillRun,
  run: RunDetail,
  ledger: DrillLedger,
  add: Add,
): void {
  const expected = promisedOf(drill).undone ? takenBack(drill, run) : [];
  for (const step of drillSteps) {
    const detail = run.steps.find(({ id }) => id === step.id);
    for (const [item, key] of keysOf(run.id, step).entries()) {
      const entry = ledger.entries.find(one => one.key === key);
      const times =
        entry === undefined
          ? 0
          : ledger.entries.filter(one => one.takesBack === entry.receipt)
              .length;
      const known =
        step.items === undefined ||
        detail?.items?.[item]?.state === 'succeeded';
      const wanted = expected.includes(step.id) && known;
      if (times > 1) {
        add('undone-twice', `${key} was taken back ${times} times`);
      }
      if (wanted && times === 0) {
        add('not-undone', key);
      }
      if (!wanted && times > 0) {
        add('undone-unasked', key);
      }
    }
    const marked = detail?.undoneBy !== undefined;
    if (marked && !expected.includes(step.id)) {
      add('undone-unasked', `${step.id} is marked as taken back`);
    }
    if (!marked && expected.includes(step.id)) {
      add('not-undone', `${step.id} is not marked as taken back`);
    }
  }
}
