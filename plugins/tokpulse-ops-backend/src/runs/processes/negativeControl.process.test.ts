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

import { interruptedCases } from '../../../harness/cases';
import {
  startProcessTest,
  type ProcessTest,
} from '../../../harness/startProcessTest';
import { eventually } from '../../testing';

/**
 * The same interruptions with a safeguard taken out: were the engine's tests
 * blind, they would be green here too.
 */
describe('an engine without a safeguard', () => {
  let tests: ProcessTest;
  const ids = { intent: '', fence: '' };

  beforeAll(async () => {
    tests = await startProcessTest();
    // The key of attempts is a second line of defence behind the fence.
    await tests.database.knex.raw(
      'alter table attempts drop constraint attempts_pkey',
    );
    const [cutInEffect] = interruptedCases({
      seed: 1,
      prefix: 'no intent',
      places: ['in-effect-after'],
      effects: ['once'],
    });
    const [stopsBetween] = interruptedCases({
      seed: 2,
      prefix: 'no fence',
      places: ['after-settle'],
      effects: ['once'],
    });

    const noIntent = await tests.replica('no intent', {
      armed: true,
      slots: 1,
      broken: 'no-intent',
    });
    ids.intent = (await tests.start(cutInEffect.plan)).id;
    await eventually(
      () => tests.provider.held().length,
      held => held === 1,
    );
    const noFence = await tests.replica('no fence', {
      armed: true,
      slots: 1,
      broken: 'no-fence',
    });
    ids.fence = (await tests.start(stopsBetween.plan)).id;
    await eventually(
      () => noFence.stopped().length,
      stopped => stopped === 1,
    );

    await tests.replica('survivor');
    noFence.freeze();
    await noIntent.kill();
    await tests.finish();
    noFence.thaw();
    await eventually(
      () => tests.provider.count(ids.fence, 'c'),
      count => count > 1,
      { what: 'the driver without a fence to do it again' },
    );
  }, 120_000);

  afterAll(() => tests?.stop(), 30_000);

  it('repeats an effect when the intent is not written first', async () => {
    expect(await tests.violations()).toContainEqual(
      expect.objectContaining({ kind: 'effect-twice', runId: ids.intent }),
    );
  });

  it('repeats an effect when a driver that came back is not fenced', async () => {
    expect(await tests.violations()).toContainEqual(
      expect.objectContaining({ kind: 'effect-twice', runId: ids.fence }),
    );
  });
});
