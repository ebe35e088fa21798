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
  ProbeFinding,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ActionRunner, type RunnerItem } from '../ActionRunner';
import type { StepExecutionOptions } from '../StepExecution';
import { probeEffect } from './probeEffect';
import type { ReadyAction } from './prepareStep';
import { readVerification } from './readVerification';
import { scopeOf } from './scope';
import { StopReason } from './StopReason';

/** How long the verification of a step may take when it is read once. */
const READING_MS = 30_000;

/**
 * Looks at whether a cut-off attempt had its effect, in every way there is: the
 * probe of its action, and one reading of the step's verification. Both are
 * evidence for a person; the outcome is that of the probe, since what a
 * verification waits for may be so without the step.
 */
export async function examineEffect(options: {
  readonly step: StepExecutionOptions;
  /** Undefined when the action or its input cannot be had any more. */
  readonly ready: ReadyAction | undefined;
  readonly since: Date;
  readonly item?: RunnerItem & { readonly value: JsonValue };
}): Promise<ProbeFinding> {
  const { step, item } = options;
  const [probe, reading] = await Promise.all([
    probeEffect({
      ...step,
      ...options,
      runId: step.writer.run.id,
      stepId: step.planned.step.id,
      item: item?.index,
    }),
    readOnce(step, item),
  ]);
  return reading === undefined
    ? probe
    : { ...probe, message: `${probe.message}. ${reading}` };
}

async function readOnce(
  step: StepExecutionOptions,
  item: (RunnerItem & { readonly value: JsonValue }) | undefined,
): Promise<string | undefined> {
  const { verify } = step.planned.step;
  if (verify === undefined) {
    return undefined;
  }
  // A cancelled run still wants to know; one that was lost does not.
  const cancelled =
    step.stop.reason instanceof StopReason &&
    step.stop.reason.kind === 'cancelled';
  const runner = new ActionRunner(
    cancelled ? { ...step, stop: new AbortController().signal } : step,
    item,
  );
  const reading = await readVerification({
    verify,
    actions: step.actions,
    scope: scopeOf(step.writer.run, step.service, item && { item: item.value }),
    run: ready => runner.run(ready, { timeoutMs: READING_MS }),
  });
  switch (reading.kind) {
    case 'read':
      return `Its verification, read once: ${reading.message}`;
    case 'broken':
      return `Its verification could not be read: ${reading.error.message}`;
    case 'abandoned':
      return 'Its verification was not read to the end';
    default: {
      const never: never = reading;
      throw new Error(`Unexpected reading '${never}'`);
    }
  }
}
