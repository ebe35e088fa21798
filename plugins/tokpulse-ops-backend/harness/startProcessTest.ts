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
  Plan,
  RunDetail,
  RunEvent,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { terminalRunStates } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { EvidenceVerifier } from '../src/evidence/EvidenceVerifier';
import { Database } from '../src/runs/Database';
import { eventually } from '../src/testing/eventually';
import { startTestEngine } from '../src/testing/startTestEngine';
import { createHarnessActions } from './actions';
import type { EngineProcessOptions } from './messages';
import { startEngineProcess, type EngineProcess } from './startEngineProcess';
import {
  startLedgerProvider,
  type LedgerProvider,
} from './startLedgerProvider';
import { findViolations, type Violation } from './violations';

/** A database, a provider, and replicas that come and go. */
export interface ProcessTest {
  readonly provider: LedgerProvider;
  readonly database: Awaited<ReturnType<typeof startTestEngine>>['database'];
  /** A replica that only starts, steers and follows; it drives nothing. */
  readonly engine: Awaited<ReturnType<typeof startTestEngine>>['engine'];
  /** Plans that are made of runs. */
  readonly planner: Awaited<ReturnType<typeof startTestEngine>>['planner'];
  replica(
    name: string,
    options?: Partial<
      Omit<EngineProcessOptions, 'url' | 'provider' | 'replica'>
    >,
  ): Promise<EngineProcess>;
  /** Every replica that was started, in order. */
  replicas(): readonly EngineProcess[];
  /** Starts a plan and follows its events from the beginning. */
  start(plan: Plan): Promise<RunDetail>;
  get(runId: string): Promise<RunDetail>;
  events(runId: string): Promise<readonly RunEvent[]>;
  /** Answers once for every run that needs a decision; returns those not over. */
  decideOnce(): Promise<readonly RunDetail[]>;
  /** Checks runs that are over and forgets them; returns what they broke. */
  settle(): Promise<readonly Violation[]>;
  /**
   * Waits until every run is over, answering for unknown and failed steps as a
   * careful person would: by what is in the provider's ledger.
   */
  finish(options?: { readonly withinMs?: number }): Promise<void>;
  /** Promises that were broken in any run so far. */
  violations(): Promise<readonly Violation[]>;
  stop(): Promise<void>;
}

/** Starts what a test with several replicas needs. */
export async function startProcessTest(
  options: { readonly databaseUrl?: string; readonly durable?: boolean } = {},
): Promise<ProcessTest> {
  const provider = await startLedgerProvider();
  const tests = await startTestEngine({
    actions: createHarnessActions({ provider: provider.url }),
    slots: 0,
    databaseUrl: options.databaseUrl,
  });
  const { database, engine } = tests;
  const verifier = new EvidenceVerifier({
    database: new Database({ knex: database.knex }),
    intervalMs: 5_000,
  });
  // Which runs have stopped at their failpoint, whichever process it was.
  await database.knex.raw(
    'create table harness_stops (run_id uuid primary key)',
  );
  const replicas: EngineProcess[] = [];
  const followed = new Map<string, number[]>();
  const leave = new AbortController();
  const followers: Promise<void>[] = [];

  const follow = async (runId: string) => {
    const seen: number[] = [];
    followed.set(runId, seen);
    for await (const event of engine.follow({
      runId,
      after: 0,
      signal: leave.signal,
    })) {
      seen.push(event.seq);
    }
  };

  const decide = async (run: RunDetail) => {
    const step = run.steps.find(one => one.id === run.currentStepId);
    if (run.state !== 'needs-decision' || step === undefined) {
      return;
    }
    const happened = provider.count(run.id, step.id) > 0;
    await engine
      .decide({
        runId: run.id,
        stepId: step.id,
        actor: run.lead,
        decision: {
          attempt: step.attempts.length,
          choice: happened ? 'by-hand' : 'retry',
          evidence: happened ? 'It is in the ledger' : undefined,
        },
      })
      .catch(error => {
        if (error.name !== 'ConflictError') {
          throw error;
        }
      });
  };

  const check = async (runIds: readonly string[]) => {
    const runs = [];
    for (const runId of runIds) {
      const seen = followed.get(runId) ?? [];
      const events = await tests.events(runId);
      await eventually(
        () => seen.length,
        length =>
          length >=
          events.findIndex(
            ({ body }) =>
              body.type === 'run-state' &&
              terminalRunStates.includes(body.state),
          ) +
            1,
        { withinMs: 5_000, what: `the follower of run ${runId}` },
      ).catch(() => undefined);
      const run = await tests.get(runId);
      const verification = await verifier.verify(runId);
      runs.push({ run, events, followed: seen, verification });
    }
    return findViolations({ provider, runs });
  };

  return {
    provider,
    database,
    engine,
    planner: tests.planner,
    replicas: () => replicas,
    get: tests.get,
    events: tests.events,
    async replica(name, given = {}) {
      const process = await startEngineProcess({
        slots: 20,
        ...given,
        url: database.url,
        provider: provider.url,
        replica: name,
      });
      replicas.push(process);
      return process;
    },
    async start(plan) {
      await tests.plans.save(plan);
      const run = await engine.start({
        plan,
        planHash: plan.hash,
        requestedBy: plan.requestedBy,
      });
      followers.push(follow(run.id));
      return run;
    },
    async decideOnce() {
      const open: RunDetail[] = [];
      for (const runId of followed.keys()) {
        const run = await tests.get(runId);
        if (!terminalRunStates.includes(run.state)) {
          open.push(run);
          await decide(run);
        }
      }
      return open;
    },
    async settle() {
      const found: Violation[] = [];
      for (const runId of [...followed.keys()]) {
        const run = await tests.get(runId);
        if (terminalRunStates.includes(run.state)) {
          found.push(...(await check([runId])));
          followed.delete(runId);
        }
      }
      return found;
    },
    async finish({ withinMs = 40_000 } = {}) {
      for (const runId of followed.keys()) {
        await eventually(
          async () => {
            const run = await tests.get(runId);
            await decide(run);
            return run;
          },
          run => terminalRunStates.includes(run.state),
          { withinMs, what: `run ${runId} to end` },
        );
      }
    },
    violations: () => check([...followed.keys()]),
    async stop() {
      leave.abort();
      await Promise.all(followers);
      await Promise.all(
        replicas.map(async replica => {
          replica.thaw();
          await replica.close();
        }),
      );
      await provider.stop();
      await tests.stop();
    },
  };
}
