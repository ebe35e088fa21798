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

import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { RunbookAction } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import {
  executeAction,
  type ExecutedAction,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node/testUtils';
import { startSandbox, type Sandbox } from '@tokpulse/sandbox';
import type { z } from 'zod';
import { ConfiguredServices, type ConfiguredService } from '../services';

/** A running sandbox and the service of the configuration that leads to it. */
export interface SandboxService {
  readonly sandbox: Sandbox;
  readonly service: ConfiguredService;
  /** The same service with a part of its configuration replaced. */
  reconfigured(change: JsonObject): ConfiguredService;
  /** Executes an action against the service. */
  run<TInput extends z.ZodType, TOutput extends z.ZodType>(
    action: RunbookAction<TInput, TOutput>,
    input?: z.input<TInput>,
    service?: ConfiguredService,
  ): Promise<ExecutedAction<z.output<TOutput>>>;
}

/** The sandbox as a service, configured as `app-config.yaml` does it. */
export async function startSandboxService(
  options: Parameters<typeof startSandbox>[0] = {},
): Promise<SandboxService> {
  const sandbox = await startSandbox(options);
  const reconfigured = (change: JsonObject) =>
    serviceOf({ ...configurationFor(sandbox.env), ...change });
  const service = reconfigured({});
  return {
    sandbox,
    service,
    reconfigured,
    run: (action, input, other = service) =>
      executeAction(action, { input, service: other }),
  };
}

function serviceOf(tokpulse: JsonObject): ConfiguredService {
  const service = ConfiguredServices.fromConfig(
    new ConfigReader({ tokpulseOps: { services: { tokpulse } } }),
    { fingerprintKey: 'test' },
  ).get('tokpulse');
  if (!service) {
    throw new Error('The service of the sandbox is not configured');
  }
  return service;
}

/** The configuration of the service, from the sandbox's variables. */
export function configurationFor(
  env: Readonly<Record<string, string>>,
): JsonObject {
  return {
    title: 'TokPulse',
    allowedNetworks: ['127.0.0.0/8'],
    requestBudget: 2_000,
    hosts: {
      api: {
        url: env.TOKPULSE_API_URL,
        health: '/health',
        format: 'tokpulse',
        metrics: '/metrics',
        performance: '/performance',
      },
      app: { url: env.TOKPULSE_APP_URL },
      dashboard: { url: env.TOKPULSE_DASHBOARD_URL, health: '/healthz' },
    },
    postgres: {
      primary: {
        connection: env.TOKPULSE_DATABASE_URL,
        readOnlyConnection: env.TOKPULSE_DATABASE_READONLY_URL,
      },
    },
    redis: {
      sessions: { url: env.TOKPULSE_REDIS_URL, sessionPrefix: 'sess:' },
    },
    flags: { url: env.TOKPULSE_FLAGS_URL },
    railway: {
      url: env.TOKPULSE_RAILWAY_URL,
      token: env.TOKPULSE_RAILWAY_PROJECT_TOKEN,
      projectId: env.TOKPULSE_RAILWAY_PROJECT_ID,
      environmentId: env.TOKPULSE_RAILWAY_ENVIRONMENT_ID,
      service: env.TOKPULSE_RAILWAY_SERVICE,
    },
    stripe: {
      url: env.TOKPULSE_STRIPE_URL,
      secretKey: env.TOKPULSE_STRIPE_SECRET_KEY,
    },
  };
}
