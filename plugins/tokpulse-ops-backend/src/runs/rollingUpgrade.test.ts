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

import { done } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import {
  eventually,
  scriptedAction,
  startTestEngine,
  type TestEngine,
} from '../testing';
import { ENGINE_VERSION } from './store/claimRun';

/** An old replica beside a new one, which writes runs that it cannot drive. */
describe('a run of a newer version', () => {
  let tests: TestEngine;
  let effects = 0;
  let wakeUps = 0;

  beforeAll(async () => {
    tests = await startTestEngine({
      actions: [
        scriptedAction({
          id: 'test:effect',
          effect: 'once',
          execute: () => {
            effects += 1;
            return done(null);
          },
        }),
      ],
      testing: {
        failpoint: async (name, { runId }) => {
          if (name !== 'before-claim') {
            return;
          }
          wakeUps += 1;
          if (wakeUps === 1) {
            await tests.database
              .knex('runs')
              .where({ id: runId })
              .update({ engine_version: ENGINE_VERSION + 1 });
          }
        },
      },
    });
  }, 60_000);

  afterAll(() => tests?.stop());

  it('is left alone until a replica comes that knows it, and is not lost', async () => {
    const { id } = await tests.start([
      { id: 'one', action: 'test:effect', planned: 'once' },
    ]);
    await eventually(
      () => wakeUps,
      count => count >= 4,
    );
    expect(effects).toBe(0);
    expect((await tests.get(id)).state).toBe('queued');

    // What a newer replica would see: a version that it knows.
    await tests.database
      .knex('runs')
      .where({ id })
      .update({ engine_version: ENGINE_VERSION });
    await tests.until(id, 'succeeded');
    expect(effects).toBe(1);
  }, 30_000);
});
