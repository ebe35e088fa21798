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

import { Database } from '../runs/Database';
import { Planner } from '../runs/planner';
import { createRedactor } from '../runs/redaction';
import { PostgresPlanStore } from '../runs/store/PostgresPlanStore';
import type { ActionRegistry, ServiceRegistry } from '../runs/types';
import { createRecoveryPlanners } from '../runs/createRecoveryPlanners';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** The key of the hashes of test plans. */
const HASH_KEY = 'a key of tests';

/** Plans that are made of runs, for an engine without runbooks. */
export function createTestPlanner(options: {
  readonly knex: Knex;
  readonly actions: ActionRegistry;
  readonly services: ServiceRegistry;
  readonly logger: LoggerService;
}): ReturnType<typeof createRecoveryPlanners> {
  const { knex, actions, services, logger } = options;
  const database = new Database({ knex });
  const redactor = createRedactor({ secrets: services.secrets() });
  const planner = new Planner({
    ...{ database, actions, redactor, logger },
    plans: PostgresPlanStore.create({ knex }),
    runbooks: {
      get: async ({ runbook }) => {
        throw new Error(`A test has no runbook '${runbook}'`);
      },
    },
    snapshots: { save: async () => undefined },
    services: { fingerprint: () => 'fingerprint' },
    preflight: { look: async () => [] },
    hashKey: HASH_KEY,
    approvals: 'solo',
    approvers: [],
  });
  return createRecoveryPlanners({
    ...{ database, planner, actions, services, redactor },
    approvers: [],
  });
}
