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

import type { JsonValue } from '@backstage/types';
import type {
  AnswerStep,
  LogLine,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ActionError } from '../actions/ActionError';
import type {
  ActionContext,
  ActionLog,
  RunReadAction,
} from '../actions/RunbookAction';
import type { ServiceAccess } from '../services/ServiceAccess';
import {
  createMockServiceAccess,
  type MockServiceAccessOptions,
} from './createMockServiceAccess';

/** Options of {@link createMockActionContext}. */
export interface MockActionContextOptions<TInput> {
  readonly input: TInput;
  /** A service, or what {@link createMockServiceAccess} makes one of. */
  readonly service?: ServiceAccess | MockServiceAccessOptions;
  readonly signal?: AbortSignal;
  readonly run?: Partial<ActionContext<TInput>['run']>;
  readonly step?: Partial<ActionContext<TInput>['step']>;
  /** Default 1. */
  readonly attempt?: number;
  readonly answer?: AnswerStep;
  readonly resumed?: JsonValue;
  /** Default: every read is a `not-configured` error. */
  readonly read?: RunReadAction;
}

/** A context whose log can be looked at. */
export type MockActionContext<TInput> = ActionContext<TInput> & {
  /** Everything that was logged, in order. */
  readonly logged: readonly LogLine[];
};

/**
 * A context for tests of an action's `plan`, `execute` and `probe`. `input` is
 * passed as it is; `executeAction` parses it first, as the engine does.
 */
export function createMockActionContext<TInput>(
  options: MockActionContextOptions<TInput>,
): MockActionContext<TInput> {
  const logged: LogLine[] = [];
  const runId = options.run?.id ?? '01900000-0000-7000-8000-000000000000';
  const stepId = options.step?.id ?? 'step';
  return {
    input: options.input,
    service: isServiceAccess(options.service)
      ? options.service
      : createMockServiceAccess(options.service),
    signal: options.signal ?? new AbortController().signal,
    log: mockLog(logged),
    logged,
    run: {
      id: runId,
      requestedBy: 'user:default/operator',
      path: `/tokpulse-ops/runs/${runId}`,
      runbookTitle: 'A runbook',
      ...options.run,
    },
    step: { id: stepId, name: 'A step', ...options.step },
    attempt: options.attempt ?? 1,
    idempotencyKey: `${runId}:${stepId}`,
    answer: options.answer,
    resumed: options.resumed,
    read:
      options.read ??
      (async ({ action }) => {
        throw new ActionError({
          code: 'not-configured',
          message: `The mock context reads no ${action}`,
        });
      }),
  };
}

function isServiceAccess(
  service: ServiceAccess | MockServiceAccessOptions | undefined,
): service is ServiceAccess {
  return service !== undefined && typeof service.settings === 'function';
}

function mockLog(logged: LogLine[]): ActionLog {
  const write = (level: LogLine['level']) => (text: string) => {
    logged.push({ at: new Date().toISOString(), level, text });
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    async lines(lines) {
      logged.push(...lines);
    },
  };
}
