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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import type { Knex } from 'knex';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { RegisteredActions } from '../../src/actions/RegisteredActions';
import { RunbookShelf } from '../../src/runbooks/RunbookShelf';
import { SnapshotStore } from '../../src/runbooks/SnapshotStore';
import { createRecoveryPlanners } from '../../src/runs/createRecoveryPlanners';
import { Database } from '../../src/runs/Database';
import { Planner } from '../../src/runs/planner';
import { CredentialChecks } from '../../src/runs/planning/CredentialChecks';
import { Preflight } from '../../src/runs/planning/Preflight';
import { TargetHolders } from '../../src/runs/planning/TargetHolders';
import { createRedactor } from '../../src/runs/redaction';
import { PostgresPlanStore } from '../../src/runs/store/PostgresPlanStore';
import { ConfiguredServices } from '../../src/services';
import { createDrillActions } from './actions';

/** The key of the hashes of the plans of the drill. */
export const HASH_KEY = 'a key of the drill';

/** Id of the runbook of the drill. */
export const RUNBOOK = 'runbook';

/** The service in which run number so many of those at once takes place. */
export const serviceName = (number: number) => `drill${number}`;

/** What every process of the drill is made of. */
export interface Installation {
  readonly actions: RegisteredActions;
  readonly services: ConfiguredServices;
  readonly database: Database;
  readonly plans: PostgresPlanStore;
  readonly planners: Readonly<Record<'solo' | 'team', Planner>>;
  readonly recovery: ReturnType<typeof createRecoveryPlanners>;
}

/** Puts the planners of the drill together, as the backend puts its own. */
export function openInstallation(options: {
  readonly knex: Knex;
  readonly ledgerUrl: string;
  /** Number of services: runs of different ones do not lock each other out. */
  readonly services: number;
  readonly logger: LoggerService;
}): Installation {
  const { knex, logger, ledgerUrl } = options;
  const names = Array.from({ length: options.services }, (_, index) =>
    serviceName(index),
  );
  const actions = new RegisteredActions(createDrillActions());
  const services = servicesOf(names, ledgerUrl);
  const database = new Database({ knex });
  const redactor = createRedactor({ secrets: services.secrets() });
  const plans = PostgresPlanStore.create({ knex });
  const shelf = new RunbookShelf({
    sources: [{ name: 'the drill', read: runbookFor(names) }],
    statuses: {
      read: async () => {
        throw new Error('Nobody observes the services of the drill');
      },
    },
    ...{ actions, services, logger },
  });
  const plannerOf = (approvals: 'solo' | 'team') =>
    new Planner({
      runbooks: shelf,
      snapshots: new SnapshotStore({ database }),
      preflight: new Preflight({
        holders: new TargetHolders({ database }),
        credentials: new CredentialChecks({ redactor, logger }),
        approvers: { findings: async () => [] },
        redactor,
      }),
      ...{ database, plans, actions, services, redactor, logger },
      ...{ hashKey: HASH_KEY, approvals, approvers: [] },
    });
  const planners = { solo: plannerOf('solo'), team: plannerOf('team') };
  return {
    ...{ actions, services, database, plans, planners },
    // What is made of a run has the mode of that run.
    recovery: createRecoveryPlanners({
      ...{ database, actions, services, redactor },
      planner: planners.solo,
      approvers: [],
    }),
  };
}

function servicesOf(
  names: readonly string[],
  ledgerUrl: string,
): ConfiguredServices {
  const service = {
    hosts: { ledger: { url: ledgerUrl } },
    allowedNetworks: ['127.0.0.0/8'],
  };
  return ConfiguredServices.fromConfig(
    new ConfigReader({
      tokpulseOps: {
        services: Object.fromEntries(
          names.map(name => [name, { title: `Drill ${name}`, ...service }]),
        ),
      },
    }),
    { fingerprintKey: 'a key of the drill' },
  );
}

/** The runbook as it is in its file, for all services there are. */
function runbookFor(names: readonly string[]) {
  const source = readFileSync(resolve(__dirname, 'runbook.md'), 'utf8').replace(
    'services: [drill]',
    `services: [${names.join(', ')}]`,
  );
  const files = [{ path: `${RUNBOOK}.md`, source }];
  return async () => files;
}
