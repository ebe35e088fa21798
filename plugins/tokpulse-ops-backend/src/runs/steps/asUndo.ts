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
  SafeError,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunbookAction } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';

/**
 * The undo of an action, as an action of its own.
 *
 * @param output - what it had put out
 * @param options - `ofItems`: `output` is that of no item, it only has to be one
 * that can take something back
 */
export function asUndo(
  action: RunbookAction,
  output: JsonValue,
  options: { readonly ofItems?: boolean } = {},
): RunbookAction | { readonly error: SafeError } {
  const { undo, planUndo } = action;
  const parsed = options.ofItems
    ? { success: true as const, data: undefined }
    : action.output.safeParse(output);
  if (undo === undefined || !parsed.success) {
    return {
      error: {
        code: 'not-offered',
        message:
          undo === undefined
            ? `'${action.id}' cannot take back what it did`
            : `'${action.id}' cannot take this back: its output was kept in another form`,
        nextStep: 'Take it back by hand',
      },
    };
  }
  return {
    ...action,
    description: `Takes back: ${action.description}`,
    output: z.json(),
    plan: context =>
      planUndo === undefined || options.ofItems
        ? [{ kind: 'fact', label: 'Takes back', value: action.description }]
        : planUndo({ ...context, output: parsed.data }),
    execute: context => undo({ ...context, output: parsed.data }),
    // It tells of the action, not of taking it back.
    probe: undefined,
    undo: undefined,
  };
}
