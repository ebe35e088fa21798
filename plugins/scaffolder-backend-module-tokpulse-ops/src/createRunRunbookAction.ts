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
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ConflictError, stringifyError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import {
  describeApiError,
  jsonObjectSchema,
  TokPulseOpsClient,
  type Plan,
  type RunState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  createFollowingFetch,
  createInitiatorFetch,
} from './createInitiatorFetch';
import { examples } from './examples';
import { RunNarrator } from './narrateRun';

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
  const { auth, discovery } = options;
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
      const { logger, signal } = ctx;
      const initiator = await ctx.getInitiatorCredentials();
      const asInitiator = new TokPulseOpsClient({
        discoveryApi: discovery,
        fetchApi: { fetch: createInitiatorFetch({ auth, initiator }) },
      });
      const following = new TokPulseOpsClient({
        discoveryApi: discovery,
        fetchApi: { fetch: createFollowingFetch({ auth, initiator }) },
      });
      const { service, runbook, reason, entityRef } = ctx.input;
      const makePlan = () =>
        withNextStep(
          planRun(asInitiator, {
            ...{ service, runbook, entityRef, reason, signal },
            inputs: jsonObjectSchema.parse(ctx.input.inputs ?? {}),
          }),
        );

      if (ctx.isDryRun) {
        tellPlan(await makePlan(), logger);
        return;
      }
      // A task that is resumed after a restart follows its run and starts no other.
      const runId = await ctx.checkpoint({
        key: 'tokpulse.runbook.run',
        fn: async () => {
          const plan = await makePlan();
          tellPlan(plan, logger);
          const run = await withNextStep(
            asInitiator.startRun({
              planId: plan.id,
              planHash: plan.hash,
              reason,
            }),
          );
          return run.id;
        },
      });
      const runPath = `/tokpulse-ops/runs/${runId}`;
      const url = new URL(
        runPath.slice(1),
        `${options.appBaseUrl.replace(/\/$/, '')}/`,
      ).toString();
      ctx.output('runId', runId);
      ctx.output('runPath', runPath);
      ctx.output('runUrl', url);
      logger.info(`Follow the run at ${url}`);

      const plan = await following.getRunPlan(runId, { signal });
      const narrator = new RunNarrator({ logger, plan, url });
      for await (const event of following.followEvents({ runId, signal })) {
        narrator.tell(event);
      }
      if (signal?.aborted) {
        await cancelRun({ client: asInitiator, runId, url, logger });
        throw new Error(`The task was cancelled, and with it the run ${url}`);
      }
      const { state } = await following.getRun(runId);
      ctx.output('state', state);
      requireSuccess(state, url);
    },
  });
}

/** The reason of the run fills an input of that name: nobody types it twice. */
async function planRun(
  client: TokPulseOpsClient,
  options: {
    readonly service: string;
    readonly runbook: string;
    readonly inputs: JsonObject;
    readonly reason: string | undefined;
    readonly entityRef: string | undefined;
    readonly signal: AbortSignal | undefined;
  },
): Promise<Plan> {
  const { service, runbook, inputs, reason, entityRef, signal } = options;
  const detail = await client.getRunbook({ service, runbook }, { signal });
  const { properties } = detail.inputs ?? {};
  const asksForReason =
    typeof properties === 'object' &&
    properties !== null &&
    Object.hasOwn(properties, 'reason');
  return client.createPlan(
    {
      ...{ service, runbook, entityRef },
      inputs:
        asksForReason && reason !== undefined ? { reason, ...inputs } : inputs,
    },
    { signal },
  );
}

function tellPlan(plan: Plan, logger: LoggerService): void {
  logger.info(
    `Planned '${plan.runbook.title}' for ${plan.serviceTitle} in ${plan.steps.length} steps`,
  );
  for (const { step, effect, targets } of plan.steps) {
    logger.info(
      `  ${step.name}: ${step.action} (${effect}${
        targets.length > 0 ? `, ${targets.join(', ')}` : ''
      })`,
    );
  }
  for (const { level, message, nextStep } of plan.findings) {
    logger[level === 'blocking' ? 'error' : 'warn'](`${message}. ${nextStep}`);
  }
  const blocking = plan.findings.filter(({ level }) => level === 'blocking');
  if (blocking.length > 0) {
    throw new ConflictError(
      `The runbook cannot be run: ${blocking
        .map(({ message }) => message)
        .join('; ')}`,
    );
  }
}

async function cancelRun(options: {
  readonly client: TokPulseOpsClient;
  readonly runId: string;
  readonly url: string;
  readonly logger: LoggerService;
}): Promise<void> {
  const { client, runId, url, logger } = options;
  try {
    await client.cancelRun({
      runId,
      reason: 'The scaffolder task was cancelled',
    });
    logger.warn(`Cancelled the run ${url}`);
  } catch (error) {
    logger.error(
      `The run could not be cancelled; cancel it at ${url} (${stringifyError(
        error,
      )})`,
    );
  }
}

function requireSuccess(state: RunState, url: string): void {
  if (state !== 'succeeded') {
    throw new Error(`The run ended as ${state}: ${url}`);
  }
}

/** The log of a task shows a message only, so the next step has to be in it. */
async function withNextStep<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { message, nextStep } = describeApiError(error);
    throw new Error([message, nextStep].filter(Boolean).join('. '), {
      cause: error,
    });
  }
}
