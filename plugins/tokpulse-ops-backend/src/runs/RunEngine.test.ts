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
import type { RunEvent } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  createRunbookAction,
  done,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import {
  createTestActions,
  createMigratedDatabase,
  createTestPlan,
  createTestServices,
  eventually,
  type TestDatabase,
  type TestStep,
} from '../testing';
import { createRunEngine } from './RunEngine';
import { PostgresPlanStore } from './store/PostgresPlanStore';
import type { RunEngine } from './types';

const echo = createRunbookAction({
  id: 'test:echo',
  description: 'Gives back its input',
  effect: 'read',
  input: z.object({ value: z.json() }),
  output: z.object({ value: z.json() }),
  plan: () => [],
  async execute({ input, log }) {
    log.info(`echo ${JSON.stringify(input.value)}`);
    return done({ value: input.value });
  },
});

describe('RunEngine', () => {
  let database: TestDatabase;
  let engine: RunEngine;
  let plans: PostgresPlanStore;

  beforeAll(async () => {
    database = await createMigratedDatabase();
    plans = PostgresPlanStore.create({ knex: database.knex });
    engine = createRunEngine({
      knex: database.knex,
      actions: createTestActions([echo]),
      services: createTestServices(),
      logger: mockServices.logger.mock(),
      slots: 3,
    });
    await engine.open();
  }, 60_000);

  afterAll(async () => {
    await engine?.close();
    await database?.drop();
  });

  const start = async (steps: readonly TestStep[]) => {
    const plan = createTestPlan({ steps });
    await plans.save(plan);
    return engine.start({
      plan,
      planHash: plan.hash,
      requestedBy: 'user:default/operator',
      reason: 'A test',
    });
  };

  it('drives a plan to its end and tells every follower each event once', async () => {
    const run = await start([
      { id: 'one', action: 'test:echo', input: { value: 1 } },
      {
        id: 'two',
        action: 'test:echo',
        if: 'steps.one.output.value == 1',
        input: { value: 'got ${{ steps.one.output.value }}' },
      },
      {
        id: 'three',
        action: 'test:echo',
        if: 'steps.one.output.value == 2',
        input: { value: 3 },
      },
    ]);
    const events: RunEvent[] = [];
    for await (const event of engine.follow({
      runId: run.id,
      after: 0,
      signal: AbortSignal.timeout(20_000),
    })) {
      events.push(event);
    }
    const end = await eventually(
      () => engine.get(run.id),
      one => one?.state === 'succeeded',
    );
    expect(end?.steps.map(step => [step.id, step.state, step.output])).toEqual([
      ['one', 'succeeded', { value: 1 }],
      ['two', 'succeeded', { value: 'got 1' }],
      ['three', 'skipped', undefined],
    ]);
    expect(events.map(event => event.seq)).toEqual(
      events.map((_event, index) => index + 1),
    );
    expect(events.at(-1)?.body).toEqual({
      type: 'run-state',
      state: 'succeeded',
    });
    const log = await engine.log({ runId: run.id, from: 0, limit: 10 });
    expect(log.lines.map(line => [line.line, line.stepId, line.text])).toEqual([
      [0, 'one', 'echo 1'],
      [1, 'two', 'echo "got 1"'],
    ]);
  }, 30_000);
});
