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
import { isError } from '@backstage/errors';
import {
  type RunEvent,
  type RunSummary,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEvidence } from '../../src/evidence/createEvidence';
import { IntactRunService } from '../../src/runs/planning/IntactRunService';
import { createRedactor } from '../../src/runs/redaction';
import { createRunEngine } from '../../src/runs/RunEngine';
import { findRunOfPlan } from '../../src/runs/store/findRunOfPlan';
import type { RunEngine } from '../../src/runs/types';
import { createMigratedDatabase, type TestDatabase } from '../../src/testing';
import { eventually } from '../../src/testing/eventually';
import { finalChoice, type DrillCase } from './cases';
import { DrillRun } from './DrillRun';
import { findBroken, type BrokenPromise, type Seen } from './findBroken';
import {
  HASH_KEY,
  openInstallation,
  RUNBOOK,
  serviceName,
  type Installation,
} from './installation';
import { startDrillLedger, type DrillLedger } from './ledger';
import { EDITED, People, REQUESTER } from './people';
import { startReplica, type At, type Replica } from './startReplica';
import { RECIPIENTS } from './steps';

const OPEN = ['queued', 'running', 'waiting', 'needs-decision'] as const;

const silent: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silent,
};

/** How a drill is set up. */
export interface DrillOptions {
  /** Runs at once. */
  readonly atOnce: number;
  /** Replicas that drive at a time. */
  readonly replicas?: number;
  /** How long the runs of one round may take until they are all over. */
  readonly withinMs?: number;
}

/**
 * The drill of recovery: one runbook fails in every way, people answer in every
 * way, processes die, and afterwards everything is as the answer promises.
 */
export class Drill {
  readonly #options: Required<DrillOptions>;
  readonly #directory: string;
  readonly #installation: Installation;
  readonly #runs: Readonly<Record<'solo' | 'team', IntactRunService>>;
  readonly #people: People;
  readonly #services: ReturnType<typeof createEvidence>;
  readonly #byRun = new Map<string, DrillRun>();
  readonly #busy = new Set<string>();
  #driving: Replica[] = [];
  #standby: Promise<Replica[]> = Promise.resolve([]);
  #names = 0;
  /** Whoever stopped is dead. */
  #buried = true;
  readonly database: TestDatabase;
  readonly ledger: DrillLedger;
  readonly engine: RunEngine;

  static async start(options: DrillOptions): Promise<Drill> {
    const database = await createMigratedDatabase();
    const directory = await mkdtemp(join(tmpdir(), 'tokpulse-ops-drill-'));
    let drill: Drill | undefined;
    const ledger = await startDrillLedger({
      inEffect: (place, request) =>
        drill?.ofKey(request.key)?.stopsIn(place, request)
          ? new Promise<void>(() => {})
          : undefined,
    });
    drill = new Drill(
      { replicas: 2, withinMs: 60_000, ...options },
      { database, ledger, directory },
    );
    drill.#standBy();
    await drill.engine.open();
    drill.#services.anchoring.open();
    return drill;
  }

  private constructor(
    options: Required<DrillOptions>,
    parts: {
      readonly database: TestDatabase;
      readonly ledger: DrillLedger;
      readonly directory: string;
    },
  ) {
    const { database, ledger, directory } = parts;
    this.#options = options;
    this.#directory = directory;
    this.database = database;
    this.ledger = ledger;
    const { knex } = database;
    const installation = openInstallation({
      ...{ knex, ledgerUrl: ledger.url, services: options.atOnce },
      logger: silent,
    });
    const { actions, services, recovery } = installation;
    this.#installation = installation;
    this.engine = createRunEngine({
      ...{ knex, actions, services, logger: silent },
      planUndo: recovery.undo.plan,
      slots: 0,
    });
    const runsOf = (mode: 'solo' | 'team') =>
      new IntactRunService({
        ...{ runs: this.engine, services, hashKey: HASH_KEY },
        planner: installation.planners[mode],
        wasRun: async planId =>
          (await findRunOfPlan(installation.database, planId)) !== undefined,
      });
    this.#runs = { solo: runsOf('solo'), team: runsOf('team') };
    this.#services = createEvidence({
      ...{ database: installation.database, reader: this.engine },
      redactor: createRedactor({ secrets: services.secrets() }),
      logger: silent,
      intervalMs: 1_000,
      anchorFile: join(directory, 'anchors'),
    });
    this.#people = new People({
      engine: this.engine,
      runs: this.#runs,
      evidence: this.#services.evidence,
      ...{ recovery, ledger },
    });
  }

  /** The combination to which an idempotency key belongs. */
  ofKey(key: string): DrillRun | undefined {
    return this.#byRun.get(key.split(':')[0]);
  }

  /** Goes through the combinations at once; each is over, or stuck, afterwards. */
  async round(cases: readonly DrillCase[]): Promise<readonly DrillRun[]> {
    this.#buried = false;
    if (this.#driving.length === 0) {
      await this.#relieve();
    }
    const drills: DrillRun[] = [];
    for (const [number, one] of cases.entries()) {
      drills.push(await this.#startRun(one, number));
    }
    const dying = (runs: readonly RunSummary[]) =>
      runs.every(run => this.#drillOf(run)?.stopped !== undefined);
    await this.#attendUntil(dying);
    if (drills.some(({ stopped }) => stopped !== undefined)) {
      const dead = this.#driving;
      await Promise.all(dead.map(replica => replica.kill()));
      this.#buried = true;
      await this.#relieve();
    }
    this.#buried = true;
    await this.#attendUntil(runs => runs.length === 0);
    await this.#services.anchoring.round();
    return drills;
  }

  /** What a combination has broken. */
  async broken(drill: DrillRun): Promise<readonly BrokenPromise[]> {
    const seen: Seen[] = [];
    for (const runId of drill.runIds) {
      seen.push(await this.#see(runId));
    }
    return findBroken({
      ...{ drill, seen, ledger: this.ledger },
      locks: await this.engine.locks.list({}),
    });
  }

  async stop(): Promise<void> {
    const replicas = [...this.#driving, ...(await this.#standby)];
    await Promise.all(replicas.map(replica => replica.kill()));
    await this.#services.anchoring.close();
    await this.engine.close({ graceMs: 100 });
    await this.ledger.stop();
    await this.database.drop();
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** Those that stand by take over, and others stand by. */
  async #relieve(): Promise<void> {
    this.#driving = await this.#standby;
    this.#standBy();
    await Promise.all(this.#driving.map(replica => replica.open()));
  }

  #standBy(): void {
    const { atOnce, replicas } = this.#options;
    this.#standby = Promise.all(
      Array.from({ length: replicas }, () => {
        this.#names += 1;
        return startReplica({
          databaseUrl: this.database.url,
          ledgerUrl: this.ledger.url,
          services: atOnce,
          replica: `replica ${this.#names}`,
          slots: atOnce,
          goesOn: at => this.#goesOn(at),
        });
      }),
    );
  }

  async #goesOn(at: At): Promise<boolean> {
    if (this.#buried) {
      return true;
    }
    const drill =
      this.#byRun.get(at.runId) ?? (await this.#drillOfUndo(at.runId));
    return drill === undefined || !drill.stopsAt(at);
  }

  /** A run that nobody here has started takes one of the others back. */
  async #drillOfUndo(runId: string): Promise<DrillRun | undefined> {
    const run = await this.engine.get(runId);
    return run && this.#drillOf(run);
  }

  #drillOf(run: Pick<RunSummary, 'id' | 'undoes'>): DrillRun | undefined {
    const known = this.#byRun.get(run.id);
    if (known !== undefined || run.undoes === undefined) {
      return known;
    }
    const drill = this.#byRun.get(run.undoes);
    if (drill !== undefined) {
      this.#byRun.set(run.id, drill);
      drill.runIds.push(run.id);
    }
    return drill;
  }

  async #startRun(one: DrillCase, number: number): Promise<DrillRun> {
    const { services, planners } = this.#installation;
    const service = services.get(serviceName(number));
    if (service === undefined) {
      throw new Error(`There are ${number} services, and no more`);
    }
    this.#names += 1;
    const account = `account ${this.#names}`;
    this.ledger.fail({
      ...{ account, stepId: one.stepId, manner: one.manner },
      ...(one.item !== undefined && { item: one.item }),
      ...(finalChoice(one) === 'edit' && { unless: EDITED }),
    });
    const plan = await planners[one.mode].plan({
      ...{ service, runbook: RUNBOOK, requestedBy: REQUESTER },
      inputs: { account, recipients: RECIPIENTS },
      mayControl: true,
      signal: AbortSignal.timeout(60_000),
    });
    const drill = new DrillRun(one);
    const { id } = await this.#runs[one.mode].start({
      ...{ plan, planHash: plan.hash, requestedBy: REQUESTER },
      reason: one.name,
    });
    this.#byRun.set(id, drill);
    drill.runIds.push(id);
    return drill;
  }

  /** People do what they are asked for, until the open runs are as wanted. */
  async #attendUntil(
    enough: (open: readonly RunSummary[]) => boolean,
  ): Promise<void> {
    const { withinMs, atOnce } = this.#options;
    await eventually(
      async () => {
        const { items } = await this.engine.list({
          state: OPEN,
          limit: 3 * atOnce,
        });
        const open = items.filter(run => this.#drillOf(run) !== undefined);
        open.forEach(run => this.#attend(run));
        return open;
      },
      open => enough(open) && this.#busy.size === 0,
      { withinMs, everyMs: 150, what: 'the runs of the drill' },
    ).catch(error => {
      if (!isError(error) || !error.message.startsWith('Waited')) {
        throw error;
      }
    });
  }

  #attend(run: RunSummary): void {
    const drill = this.#drillOf(run);
    const asks = run.state === 'waiting' || run.state === 'needs-decision';
    const dying = drill?.stopped !== undefined && !this.#buried;
    if (drill === undefined || !asks || dying || this.#busy.has(run.id)) {
      return;
    }
    this.#busy.add(run.id);
    this.#people
      .attend(drill, run.id)
      .catch(error => {
        // The run moved on while somebody looked at it; they look again.
        if (isError(error) && error.name === 'ConflictError') {
          drill.lastConflict = error.message;
        } else {
          drill.surprises.push(String(error));
        }
      })
      .finally(() => this.#busy.delete(run.id));
  }

  async #see(runId: string): Promise<Seen> {
    const run = await this.engine.get(runId);
    if (run === undefined) {
      throw new Error(`There is no run '${runId}'`);
    }
    const { items } = await this.engine.approvals.list({
      ...{ run: runId, limit: 100 },
    });
    return {
      run,
      events: await this.#events(runId),
      evidence: await this.#services.evidence.verify(runId),
      approvals: items,
    };
  }

  async #events(runId: string): Promise<readonly RunEvent[]> {
    const all: RunEvent[] = [];
    for (;;) {
      const page = await this.engine.events({
        ...{ runId, after: all.length, limit: 500 },
      });
      all.push(...page.items);
      if (page.items.length === 0) {
        return all;
      }
    }
  }
}
