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
  Effect,
  JsonValue,
  ProbeFinding,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  createRunbookAction,
  type ActionContext,
  type ActionResult,
  type RunbookAction,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import type { Json } from '../runs/steps/json';

/** What a scripted action gets. */
export type ScriptContext = ActionContext<{ value?: Json }>;

/** An action whose every behaviour a test writes down. */
export function scriptedAction(options: {
  readonly id: string;
  readonly effect: Effect;
  readonly execute: (
    context: ScriptContext,
  ) => Promise<ActionResult<JsonValue>> | ActionResult<JsonValue>;
  /** Default: it has nothing to show. */
  readonly plan?: RunbookAction['plan'];
  readonly probe?: (context: {
    readonly since: Date;
    readonly idempotencyKey: string;
  }) => Promise<ProbeFinding>;
}): RunbookAction {
  return createRunbookAction({
    id: options.id,
    description: 'An action of a test',
    effect: options.effect,
    input: z.object({ value: z.json().optional() }),
    output: z.custom<JsonValue>(() => true),
    plan: options.plan ?? (() => []),
    execute: async context => options.execute(context),
    probe: options.probe,
  });
}
