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
import type { JsonObject } from '@backstage/types';
import type {
  Plan,
  RunDetail,
  RunEvent,
  RunState,
  Severity,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunbookAction } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { planHash } from '../runs/planning/planHash';
import { createRunEngine, type RunEngineOptions } from '../runs/RunEngine';
import { PostgresPlanStore } from '../runs/store/PostgresPlanStore';
import type { RunEngine } from '../runs/types';
import { createMigratedDatabase } from './createMigratedDatabase';
import type { TestDatabase } from './createTestDatabase';
import { createTestPlan, type TestStep } from './createTestPlan';
import { createTestPlanner } from './createTestPlanner';
import { createTestActions, createTestServices } from './createTestRegistries';
import { eventually } from './eventually';

/** An engine with a database of its own, and what tests do with it. */
export interface TestEngine {
  readonly database: TestDatabase;
  readonly engine: RunEngine;
  readonly plans: PostgresPlanStore;
  readonly planner: ReturnType<typeof createTestPlanner>;
  /** Saves a plan with these steps and starts it. */
  start(
    steps: readonly TestStep[],
    options?: {
      readonly inputs?: Plan['inputs'];
      readonly severity?: Severity;
      readonly runbook?: string;
      readonly requestedBy?: string;
      readonly approvals?: Plan['approvals'];
      readonly editors?: readonly string[];
    },
  ): Promise<RunDetail>;
  get(runId: string): Promise<RunDetail>;
  /** Waits until the run is in one of the states. */
  until(runId: string, ...states: readonly RunState[]): Promise<RunDetail>;
  /** Everything that happened in a run so far. */
  events(runId: string): Promise<readonly RunEvent[]>;
  /**
   * Ends every run that a test left open, so that none of them acts, or keeps
   * a target, while the next test looks.
   */
  endRuns(): Promise<void>;
  stop(): Promise<void>;
}

const silent: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silent,
};

/** Starts an engine that knows the given actions, and the service `demo`. */
export async function startTestEngine(options: {
  readonly actions: readonly RunbookAction[];
  readonly projection?: JsonObject;
  readonly secrets?: readonly string[];
  readonly logger?: LoggerService;
  readonly testing?: RunEngineOptions['testing'];
  readonly approvals?: RunEngineOptions['approvals'];
  readonly notify?: RunEngineOptions['notify'];
  readonly slots?: number;
  readonly eachParallelism?: number;
  /** Plans are hashed with it, and a run follows only a plan that still is. */
  readonly hashKey?: string;
  /** Another server than the usual one; the URL of a superuser. */
  readonly databaseUrl?: string;
}): Promise<TestEngine> {
  const database = await createMigratedDatabase({ url: options.databaseUrl });
  const plans = PostgresPlanStore.create({ knex: database.knex });
  const environment = {
    knex: database.knex,
    actions: createTestActions(options.actions),
    services: createTestServices(options),
    logger: options.logger ?? silent,
  };
  const planner = createTestPlanner(environment);
  const engine = createRunEngine({
    ...environment,
    planUndo: planner.undo.plan,
    eachParallelism: options.eachParallelism,
    slots: options.slots ?? 5,
    testing: options.testing,
    approvals: options.approvals,
    notify: options.notify,
    hashKey: options.hashKey,
  });
  await engine.open();

  const get = async (runId: string): Promise<RunDetail> => {
    const run = await engine.get(runId);
    if (run === undefined) {
      throw new Error(`There is no run '${runId}'`);
    }
    return run;
  };
  return {
    database,
    engine,
    plans,
    planner,
    get,
    async start(steps, given = {}) {
      const made = createTestPlan({ steps, ...given });
      const { hashKey } = options;
      const plan =
        hashKey === undefined
          ? made
          : { ...made, hash: planHash(made, hashKey) };
      await plans.save(plan);
      return engine.start({
        plan,
        planHash: plan.hash,
        requestedBy: plan.requestedBy,
        reason: 'A test',
      });
    },
    until: (runId, ...states) =>
      eventually(
        () => get(runId),
        run => states.includes(run.state),
        { what: `run ${runId} to be ${states.join(' or ')}` },
      ),
    async events(runId) {
      const all: RunEvent[] = [];
      for (;;) {
        const page = await engine.events({
          runId,
          after: all.length,
          limit: 500,
        });
        all.push(...page.items);
        if (page.items.length === 0) {
          return all;
        }
      }
    },
    async endRuns() {
      await eventually(
        async () => {
          const { items } = await engine.list({
            state: ['queued', 'running', 'waiting', 'needs-decision'],
            limit: 100,
          });
          // Newest first, so an undo ends before the run that waits for it.
          for (const { id } of items) {
            await engine
              .cancel({ runId: id, actor: 'user:default/tests' })
              .catch(error => {
                if (error.name !== 'ConflictError') {
                  throw error;
                }
              });
          }
          return items.map(({ id, state }) => ({ id, state }));
        },
        open => open.length === 0,
        { what: 'every run to end' },
      );
    },
    async stop() {
      await engine.close({ graceMs: 100 });
      await database.drop();
    },
  };
}
