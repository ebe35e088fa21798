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

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { JsonValue } from '@backstage/types';
import type {
  Plan,
  PlannedStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { canonicalJson } from '../canonicalJson';
import { pinnedFacts } from './pinnedFacts';

/** The parts of a plan that decide what is run; everything else is display. */
export type HashedPlan = Pick<
  Plan,
  | 'service'
  | 'serviceFingerprint'
  | 'entityRef'
  | 'runbook'
  | 'inputs'
  | 'steps'
  | 'approvals'
  | 'editors'
  | 'undoes'
  | 'continues'
>;

/**
 * HMAC-SHA-256, in hex, over everything that decides what a run will do: the
 * text of the runbook, the inputs, the service's configuration, and of each
 * step its definition, effect and targets, with a marker for every value that
 * is known only later, and the facts that are pinned. Of the policies, who has to
 * agree. All other previews are facts of the moment and not part of it.
 */
export function planHash(plan: HashedPlan, key: string): string {
  const decided = {
    version: 2,
    runbook: { id: plan.runbook.id, contentHash: plan.runbook.contentHash },
    service: plan.service,
    serviceFingerprint: plan.serviceFingerprint,
    entityRef: plan.entityRef ?? null,
    inputs: plan.inputs,
    approvals: plan.approvals,
    editors: [...plan.editors].sort(),
    undoes: plan.undoes ?? null,
    continues: plan.continues ?? null,
    steps: plan.steps.map(hashedStep),
  };
  const json: JsonValue = JSON.parse(JSON.stringify(decided));
  return createHmac('sha256', key).update(canonicalJson(json)).digest('hex');
}

/** What decides a step; the rest of it is shown and nothing more. */
function hashedStep(planned: PlannedStep) {
  const { actionDescription, condition, input, previews, late, ...decided } =
    planned;
  return {
    ...decided,
    pinned: pinnedFacts(previews),
    late: late.map(({ path }) => ({ late: path })),
  };
}

/** Whether a plan is still the one that its hash was made of. */
export function isIntact(plan: Plan, key: string): boolean {
  const expected = Buffer.from(planHash(plan, key), 'hex');
  const stated = Buffer.from(plan.hash, 'hex');
  return stated.length === expected.length && timingSafeEqual(stated, expected);
}
