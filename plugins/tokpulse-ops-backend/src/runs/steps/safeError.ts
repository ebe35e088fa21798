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
import type { SafeError } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ActionError } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { randomUUID } from 'node:crypto';
import type { Redactor } from '../types';
import type { ReadyAction } from './prepareStep';

/** The only way from an error to something that is stored and shown. */
export function toSafeError(
  error: unknown,
  options: {
    readonly redactor: Redactor;
    readonly logger: LoggerService;
    readonly context: {
      readonly run: { readonly id: string };
      readonly step: { readonly id: string };
    };
    readonly ready: Pick<ReadyAction, 'action'>;
  },
): { readonly safe: SafeError; readonly effect: 'none' | 'possible' } {
  const { redactor, logger, context, ready } = options;
  const correlationId = randomUUID();
  const where = { runId: context.run.id, stepId: context.step.id };
  if (error instanceof ActionError) {
    if (error.cause !== undefined) {
      logger.warn(
        redactor.text(
          `Action '${ready.action.id}' failed (${correlationId}): ${describe(
            error.cause,
          )}`,
        ),
        where,
      );
    }
    return {
      effect: error.effect,
      safe: {
        code: error.code,
        message: redactor.text(error.message),
        nextStep:
          error.nextStep === undefined
            ? undefined
            : redactor.text(error.nextStep),
        correlationId: error.cause === undefined ? undefined : correlationId,
      },
    };
  }
  logger.error(
    redactor.text(
      `Action '${
        ready.action.id
      }' threw an unexpected error (${correlationId}): ${describe(error)}`,
    ),
    where,
  );
  return {
    effect: 'possible',
    safe: {
      code: 'internal',
      message: `'${ready.action.id}' failed unexpectedly`,
      nextStep: `Search the log of the backend for ${correlationId}`,
      correlationId,
    },
  };
}

/** Name, message and stack, and no other field: those may hold requests. */
function describe(error: unknown): string {
  return error instanceof Error
    ? error.stack ?? `${error.name}: ${error.message}`
    : String(error);
}
