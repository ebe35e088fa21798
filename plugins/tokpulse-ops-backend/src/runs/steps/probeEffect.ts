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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ProbeFinding } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { idempotencyKeyOf } from '../ActionRunner';
import type { Redactor } from '../types';
import { toSafeError } from './safeError';
import type { ReadyAction } from './prepareStep';

const PROBE_MS = 30_000;

/** Asks the action whether a cut-off attempt had its effect. Never throws. */
export async function probeEffect(options: {
  readonly runId: string;
  readonly stepId: string;
  /** Of a step with `each`: position of the item. */
  readonly item?: number;
  /** Undefined when the action or its input cannot be had any more. */
  readonly ready: ReadyAction | undefined;
  readonly since: Date;
  readonly service: ServiceAccess;
  readonly redactor: Redactor;
  readonly logger: LoggerService;
}): Promise<ProbeFinding> {
  const { ready, redactor, runId, stepId } = options;
  if (ready?.action.probe === undefined) {
    return {
      outcome: 'unknown',
      message: 'There is no way to find out; look for yourself',
    };
  }
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PROBE_MS);
  try {
    const finding = await Promise.race([
      ready.action.probe({
        input: ready.parsed,
        service: options.service,
        signal: stop.signal,
        since: options.since,
        idempotencyKey: idempotencyKeyOf(options),
      }),
      new Promise<ProbeFinding>(resolve => {
        stop.signal.addEventListener('abort', () =>
          resolve({ outcome: 'unknown', message: 'The probe took too long' }),
        );
      }),
    ]);
    return { ...finding, message: redactor.text(finding.message) };
  } catch (error) {
    const { safe } = toSafeError(error, {
      ...options,
      ready,
      context: { run: { id: runId }, step: { id: stepId } },
    });
    return {
      outcome: 'unknown',
      message: `The probe failed: ${safe.message}`,
    };
  } finally {
    clearTimeout(timer);
  }
}
