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

import { terminalRunStates } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startProcessTest,
  type ProcessTest,
} from '../../../harness/startProcessTest';
import {
  createTestPlan,
  eventually,
  startPostgresServer,
  type PostgresServer,
} from '../../testing';

/** PostgreSQL goes away and comes back in the middle of runs. */
describe('a restart of PostgreSQL', () => {
  let server: PostgresServer;
  let tests: ProcessTest;
  const held: string[] = [];

  beforeAll(async () => {
    server = await startPostgresServer();
    tests = await startProcessTest({ databaseUrl: server.url });
    await tests.replica('one', { slots: 12 });

    // Four runs are in the middle of a once step, the others anywhere.
    for (let index = 0; index < 12; index += 1) {
      const hold = index < 4 ? { hold: 'after' } : { sleep: 30 * index };
      const run = await tests.start(
        createTestPlan({
          steps: ['a', 'b', 'c', 'd'].map(id => ({
            id,
            action: 'harness:once',
            planned: 'once' as const,
            input: id === 'b' ? hold : {},
          })),
        }),
      );
      if (index < 4) {
        held.push(run.id);
      }
    }
    await eventually(
      () => tests.provider.held().length,
      count => count === 4,
    );
    await server.restart();
    tests.provider.release();
    await tests.finish({ withinMs: 60_000 });
  }, 150_000);

  afterAll(async () => {
    await tests?.stop();
    await server?.stop();
  }, 30_000);

  it('breaks no promise', async () => {
    expect(await tests.violations()).toEqual([]);
  });

  it('does not lose the result of a step whose driver lived through it', async () => {
    for (const runId of held) {
      const run = await tests.get(runId);
      expect(terminalRunStates).toContain(run.state);
      expect(run.steps.map(step => [step.id, step.state])).toEqual([
        ['a', 'succeeded'],
        ['b', 'succeeded'],
        ['c', 'succeeded'],
        ['d', 'succeeded'],
      ]);
    }
  });
});
