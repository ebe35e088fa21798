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
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Approvals } from '../approvals/Approvals';
import {
  defaultApprovalSettings,
  type ApprovalSettings,
} from '../approvals/ApprovalSettings';
import { BrokenGlass } from '../approvals/BrokenGlass';
import { Leads } from '../approvals/Leads';
import { Notices, type SendNotification } from '../approvals/Notices';
import { PostgresLocks } from '../locks/PostgresLocks';
import { Database } from './Database';
import { Dispatcher, JOBS_SCHEMA } from './dispatcher';
import { Driver } from './driver';
import { EventFeed } from './eventFeed';
import { noFailpoint, type Failpoint } from './failpoints';
import { Listener } from './Listener';
import { explainMissingRights } from './migrateDatabase';
import { PlanIntegrity } from './planning/PlanIntegrity';
import { createRedactor } from './redaction';
import { RunControl } from './RunControl';
import { RunReads } from './RunReads';
import { RunWatch } from './RunWatch';
import type { ApplyChange } from './RunWriter';
import { applyChange } from './store/applyChange';
import { EventPartitions } from './store/partitions';
import { PostgresPlanStore } from './store/PostgresPlanStore';
import type { RunRecord } from './store/records';
import { Sweeper } from './sweeper';
import type {
  ActionRegistry,
  PlanUndo,
  Redactor,
  RunEngine,
  ServiceRegistry,
} from './types';

const DEFAULT_SLOTS = 10;
const DEFAULT_GRACE_MS = 10_000;
const DEFAULT_EACH_PARALLELISM = 4;

/** Options of {@link createRunEngine}. */
export interface RunEngineOptions {
  /** The plugin's database; migrated, see `migrateDatabase`. */
  readonly knex: Knex;
  readonly actions: ActionRegistry;
  readonly services: ServiceRegistry;
  readonly logger: LoggerService;
  /** Default: everybody with the permission is asked, for four hours. */
  readonly approvals?: ApprovalSettings;
  /** Key of the plans' hashes; without it plans are taken as they are stored. */
  readonly hashKey?: string;
  /** Default: nobody is told. */
  readonly notify?: SendNotification;
  /** Shared with others of this replica; the engine sends and closes it. */
  readonly notices?: Notices;
  /** Shared with others of this replica; the engine opens and closes it. */
  readonly listener?: Listener;
  /** Runs that this replica drives at once; default 10. */
  readonly slots?: number;
  /** Items of a step with `each` that are worked on at once; default 4. */
  readonly eachParallelism?: number;
  /** Needed for `onFailure: undo`. */
  readonly planUndo?: PlanUndo;
  /** False when the schema of the job queue is managed by somebody else. */
  readonly migrate?: boolean;
  /** Name of this replica in events; default host name, process id and a random part. */
  readonly replica?: string;
  /** For the engine's own tests, which break what they are told to. */
  readonly testing?: {
    readonly failpoint?: Failpoint;
    readonly apply?: ApplyChange;
    /** False: drivers are not told of a takeover, they run into the fence. */
    readonly toldOfTakeover?: boolean;
  };
}

/**
 * Puts the engine of one replica together. Any number of replicas may share a
 * database; `open` one before use.
 */
export function createRunEngine(options: RunEngineOptions): RunEngine {
  const { knex, services, logger, testing } = options;
  const database = new Database({ knex });
  const listener = options.listener ?? new Listener({ database, logger });
  const dispatcher = new Dispatcher({
    database,
    listener,
    logger,
    slots: options.slots ?? DEFAULT_SLOTS,
    migrate: options.migrate ?? true,
  });
  const feed = new EventFeed({ database, listener, logger });
  const watch = new RunWatch({ database, listener, logger });
  const partitions = new EventPartitions();
  const plans = new PostgresPlanStore(database);
  const notices =
    options.notices ??
    new Notices({
      send: options.notify ?? (async () => undefined),
      ...{ database, logger },
    });
  const shared = {
    database,
    notices,
    actions: options.actions,
    approvals: options.approvals ?? defaultApprovalSettings,
    isIntact: integrityOf(plans, options.hashKey),
    dispatcher,
    watch,
    partitions,
    plans,
    logger,
    redactor: currentRedactor(services),
    onCommit: (runId: string) => feed.changed(runId),
  };
  const driver = new Driver({
    ...shared,
    services,
    replica:
      options.replica ??
      `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
    planUndo: options.planUndo,
    eachParallelism: options.eachParallelism ?? DEFAULT_EACH_PARALLELISM,
    apply: testing?.apply ?? applyChange,
    failpoint: testing?.failpoint ?? noFailpoint,
  });
  const approvals = new Approvals(shared);
  const sweeper = new Sweeper({
    ...shared,
    chores: [() => approvals.expireOverdue(), () => notices.sendDue()],
  });
  const control = new RunControl(shared);
  const reads = new RunReads({ ...shared, feed });
  const locks = new PostgresLocks(shared);

  return {
    locks,
    approvals,
    reviews: new BrokenGlass(shared),
    leads: new Leads(shared),
    async open() {
      // Now, so that no transaction has to wait for a second connection.
      await database.eventKey();
      await listener.open();
      await explainMissingRights(
        `CREATE on the database, for the schema ${JOBS_SCHEMA} of its job queue`,
        () => dispatcher.open(),
      );
      await feed.open();
      if (testing?.toldOfTakeover === false) {
        const never = new AbortController().signal;
        await dispatcher.work(runId => driver.drive(runId, never));
      } else {
        await watch.open();
        await dispatcher.work((runId, signal) => driver.drive(runId, signal));
      }
      sweeper.open();
    },
    async close({ graceMs = DEFAULT_GRACE_MS } = {}) {
      await sweeper.close();
      driver.drain();
      const abort = new AbortController();
      const aborting = sleep(graceMs, undefined, { signal: abort.signal }).then(
        () => driver.abort(),
        () => undefined,
      );
      await dispatcher.close({ graceMs: graceMs + 1_000 });
      abort.abort();
      await aborting;
      await watch.close();
      await feed.close();
      await listener.close();
      await notices.close();
    },
    start: input => control.start(input),
    confirm: input => control.confirm(input),
    answer: input => control.answer(input),
    decide: input => control.decide(input),
    cancel: input => control.cancel(input),
    get: id => reads.get(id),
    list: filter => reads.list(filter),
    plan: runId => reads.plan(runId),
    events: input => reads.events(input),
    log: input => reads.log(input),
    follow: input => reads.follow(input),
  };
}

function integrityOf(
  plans: PostgresPlanStore,
  hashKey: string | undefined,
): (run: RunRecord) => Promise<boolean> {
  if (hashKey === undefined) {
    return async () => true;
  }
  const integrity = new PlanIntegrity({ plans, hashKey });
  return run => integrity.holds(run);
}

/** A redactor that is made again when the configured secrets change. */
function currentRedactor(services: ServiceRegistry): () => Redactor {
  let known: readonly string[] | undefined;
  let redactor: Redactor | undefined;
  return () => {
    const secrets = services.secrets();
    const same =
      known !== undefined &&
      known.length === secrets.length &&
      known.every((secret, index) => secret === secrets[index]);
    if (redactor === undefined || !same) {
      redactor = createRedactor({ secrets });
      known = [...secrets];
    }
    return redactor;
  };
}
