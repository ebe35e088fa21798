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
import type { RunSummary } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
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
import { Attendance } from './Attendance';
import { finalChoice, type DrillCase } from './cases';
import { DrillRun } from './DrillRun';
import type { BrokenPromise, Seen } from './BrokenPromise';
import { findBroken } from './findBroken';
import {
  HASH_KEY,
  openInstallation,
  RUNBOOK,
  serviceName,
  type Installation,
} from './installation';
import { startDrillLedger, type DrillLedger } from './ledger';
import { People } from './people';
import { EDITED, REQUESTER } from './recoveries';
import { Replicas } from './Replicas';
import type { At } from './startReplica';
import { RECIPIENTS } from './steps';
import { Witness } from './Witness';

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
  /** How long nothing may move before the drill gives up. Default 3 minutes. */
  readonly stillMs?: number;
}

/**
 * The drill of recovery: one runbook fails in every way, people answer in every
 * way, processes die, and afterwards everything is as the answer promises.
 */
export class Drill {
  readonly #directory: string;
  readonly #installation: Installation;
  readonly #runs: Readonly<Record<'solo' | 'team', IntactRunService>>;
  readonly #attendance: Attendance;
  readonly #witness: Witness;
  readonly #services: ReturnType<typeof createEvidence>;
  /** By id of the run, and of those that take it back. */
  readonly #byRun: Map<string, DrillRun>;
  readonly #replicas: Replicas;
  #accounts = 0;
  /** A replica may be at a run before it is known here. */
  #starting: Promise<unknown> = Promise.resolve();
  /** `buried`: whoever stopped is dead, and nobody stops any more. */
  readonly #phase: { buried: boolean };
  readonly database: TestDatabase;
  readonly ledger: DrillLedger;
  readonly engine: RunEngine;

  static async start(options: DrillOptions): Promise<Drill> {
    const database = await createMigratedDatabase();
    const directory = await mkdtemp(join(tmpdir(), 'tokpulse-ops-drill-'));
    const byRun = new Map<string, DrillRun>();
    const phase = { buried: true };
    const ledger = await startDrillLedger({
      inEffect: (place, request) =>
        !phase.buried && byRun.get(runOf(request.key))?.stopsIn(place, request)
          ? new Promise<void>(() => {})
          : undefined,
    });
    const drill = new Drill(
      { replicas: 2, stillMs: 180_000, ...options },
      { database, ledger, directory, byRun, phase },
    );
    drill.#replicas.standBy();
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
      readonly byRun: Map<string, DrillRun>;
      readonly phase: { buried: boolean };
    },
  ) {
    const { database, ledger, directory, byRun, phase } = parts;
    this.#byRun = byRun;
    this.#phase = phase;
    this.#directory = directory;
    this.database = database;
    this.ledger = ledger;
    const { knex } = database;
    this.#replicas = new Replicas({
      ...{ databaseUrl: database.url, ledgerUrl: ledger.url },
      ...{ services: options.atOnce, slots: options.atOnce },
      count: options.replicas,
      goesOn: at => this.#goesOn(at),
    });
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
    const people = new People({
      engine: this.engine,
      runs: this.#runs,
      evidence: this.#services.evidence,
      ...{ recovery, ledger },
    });
    this.#witness = new Witness({
      engine: this.engine,
      evidence: this.#services.evidence,
      knex,
    });
    this.#attendance = new Attendance({
      ...{ engine: this.engine, people, stillMs: options.stillMs },
      drillOf: run => this.#drillOf(run),
      dying: drill => drill.stopped !== undefined && !this.#phase.buried,
      atOnce: options.atOnce,
    });
  }

  /** Goes through the combinations at once; each is over, or stuck, afterwards. */
  async round(cases: readonly DrillCase[]): Promise<readonly DrillRun[]> {
    this.#phase.buried = false;
    await this.#replicas.ready();
    const drills: DrillRun[] = [];
    for (const [number, one] of cases.entries()) {
      const starting = this.#startRun(one, number);
      this.#starting = starting;
      drills.push(await starting);
    }
    const dying = (runs: readonly RunSummary[]) =>
      runs.every(run => this.#drillOf(run)?.stopped !== undefined);
    await this.#attendance.until(dying);
    if (drills.some(({ stopped }) => stopped !== undefined)) {
      await this.#replicas.kill();
      this.#phase.buried = true;
      await this.#replicas.relieve();
    }
    this.#phase.buried = true;
    await this.#attendance.until(runs => runs.length === 0);
    await this.#services.anchoring.round();
    return drills;
  }

  /** What a combination has broken. */
  async broken(drill: DrillRun): Promise<readonly BrokenPromise[]> {
    const seen: Seen[] = [];
    for (const runId of drill.runIds) {
      seen.push(await this.#witness.see(runId));
    }
    return findBroken({
      ...{ drill, seen, ledger: this.ledger },
      locks: await this.engine.locks.list({}),
    });
  }

  async stop(): Promise<void> {
    await this.#replicas.stop();
    await this.#services.anchoring.close();
    await this.engine.close({ graceMs: 100 });
    await this.ledger.stop();
    await this.database.drop();
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #goesOn(at: At): Promise<boolean> {
    if (this.#phase.buried) {
      return true;
    }
    await this.#starting;
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
    this.#accounts += 1;
    const account = `account ${this.#accounts}`;
    this.ledger.fail({
      ...{ account, stepId: one.stepId, manner: one.manner },
      ...{ item: one.item, times: one.times },
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
}

/** The first part of an idempotency key. */
function runOf(key: string): string {
  const [runId] = key.split(':');
  return runId;
}
