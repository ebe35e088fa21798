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
  Effect,
  InputRequest,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { z } from 'zod';
import type { ActionResult, ActionWait, RunbookAction } from './RunbookAction';

/** Options of {@link createRunbookAction}. */
export type RunbookActionOptions<
  TInput extends z.ZodType,
  TOutput extends z.ZodType,
> = {
  /** `<provider>:<verb>`, lower case, e.g. `railway:restart`. */
  readonly id: string;
  readonly description: string;
  /** What a second execution would do. */
  readonly effect: Effect;
  readonly input: TInput;
  readonly output: TOutput;
  readonly untemplated?: readonly string[];
  /** Default: `<service id>/<provider>` for a changing action, nothing for a read. */
  readonly targets?: RunbookAction<TInput, TOutput>['targets'];
} & Pick<
  RunbookAction<TInput, TOutput>,
  'needs' | 'plan' | 'execute' | 'probe' | 'undo' | 'planUndo'
>;

const ACTION_ID = /^[a-z][a-z0-9-]*(:[a-z][a-z0-9-]*)+$/;

/**
 * Declares an action. It becomes a runbook step, a scaffolder action
 * (`tokpulse:<id>`) and a page of the action reference.
 */
export function createRunbookAction<
  TInput extends z.ZodType,
  TOutput extends z.ZodType,
>(
  options: RunbookActionOptions<TInput, TOutput>,
): RunbookAction<TInput, TOutput> {
  if (!ACTION_ID.test(options.id)) {
    throw new Error(
      `Runbook action id '${options.id}' must look like 'provider:verb' in lower case`,
    );
  }
  const provider = options.id.slice(0, options.id.indexOf(':'));
  return {
    ...options,
    untemplated: options.untemplated ?? [],
    targets:
      options.targets ??
      (({ service }) =>
        options.effect === 'read' ? [] : [`${service.id}/${provider}`]),
  };
}

/** The action is finished and this is its output. */
export function done<TOutput>(output: TOutput): ActionResult<TOutput> {
  return { output };
}

/** Park the run and call `execute` again after so many milliseconds. */
export function waitForTimer(options: {
  readonly milliseconds: number;
  readonly reason: string;
  readonly state?: JsonValue;
}): ActionWait {
  return { wait: 'timer', ...options };
}

/** Park the run and call `execute` again when the operator has answered. */
export function waitForInput(options: {
  readonly request: InputRequest;
  readonly state?: JsonValue;
}): ActionWait {
  return { wait: 'input', ...options };
}
