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

import type { Plan } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunRecord } from '../store/records';
import type { PlanStore } from '../types';
import { canonicalJson } from '../canonicalJson';
import { toJson } from '../steps/json';
import { isIntact } from './planHash';

/** Looks whether a run still follows the plan that people have seen and agreed to. */
export class PlanIntegrity {
  readonly #plans: Pick<PlanStore, 'get'>;
  readonly #hashKey: string;

  constructor(options: {
    readonly plans: Pick<PlanStore, 'get'>;
    /** Key of the plan's hash; the same in every replica. */
    readonly hashKey: string;
  }) {
    this.#plans = options.plans;
    this.#hashKey = options.hashKey;
  }

  /** False when what is stored is not what its hash was made of. */
  async holds({ id, plan, startedPlanId }: RunRecord): Promise<boolean> {
    if (plan.id === startedPlanId) {
      return isIntact(plan, this.#hashKey);
    }
    // The rest of the run follows a plan of its own since an input was edited.
    const [started, current] = await Promise.all([
      this.#plans.get(startedPlanId),
      this.#plans.get(plan.id),
    ]);
    return (
      started !== undefined &&
      current !== undefined &&
      current.hash === plan.hash &&
      current.continues?.runId === id &&
      isIntact(started, this.#hashKey) &&
      isIntact(current, this.#hashKey) &&
      current.steps.every(step => isSame(step, plan))
    );
  }
}

function isSame(step: Plan['steps'][number], plan: Plan): boolean {
  const followed = plan.steps.find(one => one.step.id === step.step.id);
  return (
    followed !== undefined &&
    canonicalJson(toJson(followed)) === canonicalJson(toJson(step))
  );
}
