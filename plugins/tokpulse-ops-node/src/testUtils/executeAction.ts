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

import type { LogLine } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { z } from 'zod';
import type { ActionWait, RunbookAction } from '../actions/RunbookAction';
import {
  createMockActionContext,
  type MockActionContextOptions,
} from './createMockActionContext';

/** What one call of an action's `execute` came to. */
export type ExecutedAction<TOutput> = {
  readonly logged: readonly LogLine[];
} & (
  | { readonly output: TOutput; readonly wait?: undefined }
  | { readonly output?: undefined; readonly wait: ActionWait }
);

/**
 * Parses the input with the action's schema, executes it once, and parses the
 * output with its schema, as the engine does. Rejects with what `execute`
 * throws, and with a `ZodError` when input or output break their schema.
 */
export async function executeAction<
  TInput extends z.ZodType,
  TOutput extends z.ZodType,
>(
  action: RunbookAction<TInput, TOutput>,
  options: Omit<MockActionContextOptions<unknown>, 'input'> & {
    readonly input?: z.input<TInput>;
  } = {},
): Promise<ExecutedAction<z.output<TOutput>>> {
  const context = createMockActionContext({
    ...options,
    input: action.input.parse(options.input ?? {}),
  });
  const result = await action.execute(context);
  return 'output' in result
    ? { output: action.output.parse(result.output), logged: context.logged }
    : { wait: result, logged: context.logged };
}
