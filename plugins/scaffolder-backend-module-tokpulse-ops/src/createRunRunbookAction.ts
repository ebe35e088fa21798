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
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { jsonObjectSchema } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { examples } from './examples';
import { RunbookTask } from './RunbookTask';
import { TaskLog } from './TaskLog';

/** Options of {@link createRunRunbookAction}. */
export interface RunRunbookActionOptions {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
  /** `app.baseUrl`, for links. */
  readonly appBaseUrl: string;
}

/**
 * The scaffolder action `tokpulse:runbook:run`: plans and starts a run in the
 * name of whoever started the task, and follows it to its end.
 */
export function createRunRunbookAction(options: RunRunbookActionOptions) {
  return createTemplateAction({
    id: 'tokpulse:runbook:run',
    description: 'Runs a runbook against a service, and follows the run',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        service: z => z.string().describe('Id of the configured service'),
        runbook: z =>
          z.string().describe('Name of the runbook: its file without .md'),
        inputs: z =>
          z
            .record(z.unknown())
            .optional()
            .describe('Inputs of the runbook, as its form asks for them'),
        reason: z =>
          z
            .string()
            .max(2000)
            .optional()
            .describe(
              'Why it is run: stands in the record of the run, and fills an input of the runbook that is called reason',
            ),
        entityRef: z =>
          z
            .string()
            .optional()
            .describe('The entity of the service that it is run for'),
      },
      output: {
        runId: z => z.string().describe('Id of the run'),
        state: z => z.string().describe('How the run ended'),
        runPath: z => z.string().describe('Path of the run in the portal'),
        runUrl: z => z.string().describe('URL of the page of the run'),
      },
    },
    async handler(ctx) {
      const { inputs = {}, ...rest } = ctx.input;
      const log = new TaskLog(ctx);
      const task = new RunbookTask({
        ...options,
        input: { ...rest, inputs: jsonObjectSchema.parse(inputs) },
        initiator: await ctx.getInitiatorCredentials(),
        log,
        signal: ctx.signal,
      });
      try {
        if (ctx.isDryRun) {
          await task.plan();
          return;
        }
        // A task that is resumed after a restart follows its run and starts no other.
        const runId = await ctx.checkpoint({
          key: 'tokpulse.runbook.run',
          fn: () => task.start(),
        });
        const { path, url } = task.placeOf(runId);
        ctx.output('runId', runId);
        ctx.output('runPath', path);
        ctx.output('runUrl', url);
        const state = await task.follow(runId);
        ctx.output('state', state);
        if (state !== 'succeeded') {
          throw new Error(`The run ended as ${state}: ${url}`);
        }
      } finally {
        log.flush();
      }
    },
  });
}
