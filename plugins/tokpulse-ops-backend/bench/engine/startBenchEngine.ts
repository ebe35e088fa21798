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
import {
  createRunbookAction,
  done,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import knexFactory from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { migrateDatabase } from '../../src/runs/migrateDatabase';
import { createRunEngine } from '../../src/runs/RunEngine';
import { PostgresPlanStore } from '../../src/runs/store/PostgresPlanStore';
import {
  createTestActions,
  createTestPlan,
  createTestServices,
  type TestStep,
} from '../../src/testing';

const logger: LoggerService = {
  error: message => process.stderr.write(`${message}\n`),
  warn: message => process.stderr.write(`${message}\n`),
  info() {},
  debug() {},
  child: () => logger,
};

/** Called when an action begins, for the time from the start of its run. */
export const begun = new Map<string, number>();

const none = createRunbookAction({
  id: 'bench:none',
  description: 'Does nothing',
  effect: 'idempotent',
  input: z.object({ index: z.number() }),
  output: z.object({ index: z.number() }),
  plan: () => [],
  async execute({ input, run }) {
    if (!begun.has(run.id)) {
      begun.set(run.id, performance.now());
    }
    return done({ index: input.index });
  },
});

const oneLine = createRunbookAction({
  id: 'bench:log',
  description: 'Writes one line, as debug:log of the scaffolder does',
  effect: 'read',
  input: z.object({ message: z.string() }),
  output: z.object({}),
  plan: () => [],
  async execute({ input, log }) {
    log.info(input.message);
    return done({});
  },
});

const chatter = createRunbookAction({
  id: 'bench:chatter',
  description: 'Writes a line every 10 ms, with the time at which it did',
  effect: 'read',
  input: z.object({ lines: z.number() }),
  output: z.object({}),
  plan: () => [],
  async execute({ input, log }) {
    for (let index = 0; index < input.lines; index += 1) {
      log.info(String(performance.now()));
      await sleep(10);
    }
    return done({});
  },
});

/** Steps that do nothing, each with an intent and a result. */
export function emptySteps(count: number): readonly TestStep[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `step${index}`,
    action: 'bench:none',
    planned: 'idempotent',
    input: { index },
  }));
}

/** Steps that write a line each, and have no effect. */
export function logSteps(count: number): readonly TestStep[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `step${index}`,
    action: 'bench:log',
    planned: 'read',
    input: { message: `step ${index}` },
  }));
}

/** An engine on a database that exists, with actions that cost nothing. */
export async function startBenchEngine(options: {
  readonly url: string;
  readonly slots: number;
}) {
  const knex = knexFactory({
    client: 'pg',
    connection: options.url,
    pool: { min: 0, max: options.slots + 5 },
  });
  await migrateDatabase(knex);
  const plans = PostgresPlanStore.create({ knex });
  const engine = createRunEngine({
    knex,
    actions: createTestActions([none, oneLine, chatter]),
    services: createTestServices({ secrets: ['a-secret-of-the-benchmark'] }),
    logger,
    slots: options.slots,
  });
  await engine.open();
  return {
    knex,
    engine,
    async start(steps: readonly TestStep[]): Promise<string> {
      const plan = createTestPlan({ steps });
      await plans.save(plan);
      const run = await engine.start({
        plan,
        planHash: plan.hash,
        requestedBy: plan.requestedBy,
      });
      return run.id;
    },
    /** Waits for the end of a run; resolves with its last event number. */
    async end(runId: string): Promise<void> {
      for await (const event of engine.follow({
        runId,
        after: 0,
        signal: AbortSignal.timeout(120_000),
      })) {
        if (
          event.body.type === 'run-state' &&
          event.body.state === 'needs-decision'
        ) {
          throw new Error(`Run ${runId} failed`);
        }
      }
    },
    async stop() {
      await engine.close({ graceMs: 1_000 });
      await knex.destroy();
    },
  };
}
