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

import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import {
  parseRunbook,
  type Plan,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Knex } from 'knex';
import type { BlastRadius } from '../catalog/Dependents';
import type { ShelfEntry } from '../runbooks/ShelfEntry';
import { SnapshotStore } from '../runbooks/SnapshotStore';
import { Database } from '../runs/Database';
import { Planner } from '../runs/planner';
import { CredentialChecks } from '../runs/planning/CredentialChecks';
import { Preflight } from '../runs/planning/Preflight';
import { TargetHolders } from '../runs/planning/TargetHolders';
import { createRedactor } from '../runs/redaction';
import { PostgresPlanStore } from '../runs/store/PostgresPlanStore';
import type { ActionRegistry } from '../runs/types';
import { ConfiguredServices } from '../services';
import { DEMO_SECRET, demoActions } from './demoActions';
import { testRunbook } from './testRunbook';

/** The key of the hashes of the plans. */
export const TEST_HASH_KEY = 'a key of this test';

/** The service `shop`, with more or other keys. */
export function servicesWith(extra: JsonObject = {}): ConfiguredServices {
  return ConfiguredServices.fromConfig(
    new ConfigReader({
      tokpulseOps: {
        services: {
          shop: {
            title: 'Shop',
            entities: ['component:default/shop'],
            railway: { service: 'shop-app', token: DEMO_SECRET },
            ...extra,
          },
        },
      },
    }),
    { fingerprintKey: 'key' },
  );
}

/** The block of a step. */
export const step = (id: string, action: string, more = '') =>
  `id: ${id}\nname: Step ${id}\naction: ${action}\n${more}`;

/** What the linter wants to know of a change without verification. */
export const verified = `reason: A test needs no verification\n`;

/** What else to plan with. */
export interface PlanOptions {
  readonly frontMatter?: string;
  readonly inputs?: JsonObject;
  readonly services?: ConfiguredServices;
  readonly entityRef?: string;
  readonly previewLimitMs?: number;
  readonly approvals?: 'solo' | 'team';
  readonly approvers?: readonly string[];
  readonly title?: string;
  readonly mayControl?: boolean;
  readonly blastRadius?: Promise<BlastRadius>;
  readonly actions?: ActionRegistry;
}

/** A planner that knows one runbook, with these steps. */
export function createTestPlanner(
  knex: Knex,
  steps: readonly string[],
  options: PlanOptions = {},
): Planner {
  const database = new Database({ knex });
  const { frontMatter, title } = options;
  const services = options.services ?? servicesWith();
  const { runbook, problems } = parseRunbook(
    testRunbook({ steps, frontMatter, title }),
    { path: 'test.md' },
  );
  if (problems.length > 0) {
    throw new Error(JSON.stringify(problems));
  }
  const entry: ShelfEntry = {
    runbook,
    body: '',
    summary: {
      ...{ id: 'test', title: 'Test', category: 'test', owner: '' },
      ...{ services: [], contentHash: '', stepCount: 0, problems: [] },
    },
  };
  const redactor = createRedactor({ secrets: services.secrets() });
  const logger = mockServices.logger.mock();
  return new Planner({
    database,
    runbooks: { get: async () => entry },
    snapshots: new SnapshotStore({ database }),
    plans: PostgresPlanStore.create({ knex }),
    preflight: new Preflight({
      holders: new TargetHolders({ database }),
      credentials: new CredentialChecks({ redactor, logger }),
      approvers: { findings: async () => [] },
      redactor,
    }),
    actions: options.actions ?? demoActions,
    services,
    redactor,
    logger,
    hashKey: TEST_HASH_KEY,
    approvals: options.approvals ?? 'solo',
    approvers: options.approvers ?? [],
    previewLimitMs: options.previewLimitMs,
  });
}

/** Plans a runbook with these steps, as nobody's linter would let it through. */
export async function planSteps(
  knex: Knex,
  steps: readonly string[],
  options: PlanOptions = {},
): Promise<Plan> {
  const { inputs = {}, entityRef } = options;
  const services = options.services ?? servicesWith();
  const service = services.get('shop');
  if (service === undefined) {
    throw new Error('The service of the test is not configured');
  }
  return createTestPlanner(knex, steps, { ...options, services }).plan({
    ...{ service, inputs, entityRef, runbook: 'test' },
    requestedBy: 'user:default/olga',
    mayControl: options.mayControl ?? true,
    blastRadius: options.blastRadius,
    signal: new AbortController().signal,
  });
}
