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

import type {
  JsonValue,
  runScopeSchema,
  Scope,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { z } from 'zod';
import type { RunRecord, StepRecord } from '../store/records';

/**
 * What templates and conditions of a run can reach: its inputs, the stored (so
 * redacted) outputs of its steps, and the service without any credential.
 */
export function scopeOf(
  run: RunRecord,
  service: ServiceAccess,
  own?: { readonly output?: JsonValue; readonly item?: JsonValue },
): Scope {
  return {
    inputs: run.plan.inputs,
    steps: Object.fromEntries(
      run.steps.map(step => [
        step.stepId,
        { status: step.state, output: outputOf(step) },
      ]),
    ),
    service: service.projection,
    run: {
      id: run.id,
      requestedBy: run.requestedBy,
      reason: run.reason ?? '',
      runbook: run.plan.runbook.id,
    } satisfies z.infer<typeof runScopeSchema>,
    ...own,
  };
}

/** Null is an output too; a step that has none yet has no such path. */
function outputOf(step: StepRecord): JsonValue | undefined {
  const returned = step.executed || step.state === 'succeeded';
  return returned ? step.output : step.output ?? undefined;
}
