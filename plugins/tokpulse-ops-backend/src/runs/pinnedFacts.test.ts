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

import {
  ActionError,
  done,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { scriptedAction, startTestEngine, type TestEngine } from '../testing';

jest.setTimeout(60_000);

describe('a step with a pinned fact', () => {
  let tests: TestEngine;
  let deployment: () => string;
  let effects: number;

  beforeAll(async () => {
    tests = await startTestEngine({
      actions: [
        scriptedAction({
          id: 'test:hit',
          effect: 'once',
          plan: () => [
            {
              kind: 'fact',
              label: 'Deployment',
              value: deployment(),
              pinned: true,
            },
          ],
          execute: async () => {
            effects += 1;
            return done(null);
          },
        }),
      ],
    });
  });
  afterEach(() => tests.endRuns());
  afterAll(() => tests?.stop());
  beforeEach(() => {
    deployment = () => 'd1';
    effects = 0;
  });

  const start = () =>
    tests.start([
      {
        id: 'hit',
        action: 'test:hit',
        planned: 'once',
        retry: { count: 3, backoff: '1s' },
        previews: [
          { kind: 'fact', label: 'Deployment', value: 'd1', pinned: true },
        ],
      },
    ]);

  it('runs while the fact is what was planned', async () => {
    const { id } = await start();
    await tests.until(id, 'succeeded');
    expect(effects).toBe(1);
  });

  it('fails without effect when the fact is another one by now', async () => {
    deployment = () => 'd2';
    const { id } = await start();
    const run = await tests.until(id, 'needs-decision');
    expect(effects).toBe(0);
    expect(run.steps[0]).toMatchObject({
      state: 'failed',
      attempts: [],
      error: {
        code: 'precondition-failed',
        message: 'Deployment was d1 when this was planned and is d2 now',
        nextStep: expect.stringContaining('Nothing was done'),
      },
    });
    // As it was again: the lead can go on.
    deployment = () => 'd1';
    await tests.engine.decide({
      runId: id,
      stepId: 'hit',
      actor: run.lead,
      decision: { choice: 'retry', attempt: 0 },
    });
    await tests.until(id, 'succeeded');
    expect(effects).toBe(1);
  });

  it('fails without effect when the fact cannot be read', async () => {
    deployment = () => {
      throw new ActionError({
        code: 'unreachable',
        message: 'The provider is away',
        nextStep: 'Wait for it',
      });
    };
    const { id } = await start();
    const run = await tests.until(id, 'needs-decision');
    expect(effects).toBe(0);
    expect(run.steps[0]).toMatchObject({
      state: 'failed',
      error: { code: 'unreachable', message: 'The provider is away' },
    });
  });
});
