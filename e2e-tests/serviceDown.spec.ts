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

import { ApiClient } from './support/apiClient.ts';
import { expect, test } from './support/fixtures.ts';
import { Operator } from './support/operator.ts';
import { picture } from './support/picture.ts';
import { startReplicas } from './support/replicas.ts';

const RESTART = 'deploymentRestart';
const DOWN = /does not answer/;

test.beforeEach(({ sandbox }) => sandbox.reset());
test.afterAll(async ({ sandbox }) => sandbox.reset());

test('a crashed service comes back because the portal restarts it', async ({
  open,
  page,
  sandbox,
}) => {
  const operator = new Operator({ page });
  await open();
  await operator.seesHealth('Healthy', /healthy/);
  const before = await sandbox.pid('api');

  await sandbox.inject('crash');
  await operator.seesHealth('Unhealthy', DOWN);
  await picture(page, 'operations');

  await operator.startsServiceDown();
  await operator.confirmsRestart();
  await operator.seesRestartVerified();
  await operator.seesRunSucceeded();
  await picture(page, 'run');

  expect(await sandbox.effects(RESTART)).toBe(1);
  const after = await sandbox.pid('api');
  expect(after).toBeDefined();
  expect(after).not.toBe(before);

  await page.reload();
  await operator.seesRunSucceeded();
  await open();
  await operator.seesHealth('Healthy', /healthy/);
});

test('the verification compares with before and does not wait for perfection', async ({
  open,
  page,
  sandbox,
}) => {
  const operator = new Operator({ page });
  await sandbox.inject('always-503');
  await sandbox.inject('crash');
  await open();
  await operator.seesHealth('Unhealthy', DOWN);

  await operator.startsServiceDown();
  await operator.confirmsRestart();
  await operator.seesRestartVerified();
  await operator.seesRunSucceeded();

  expect(await sandbox.effects(RESTART)).toBe(1);
  expect(await sandbox.pid('api')).toBeDefined();
});

test('the scaffolder template runs the same runbook', async ({
  open,
  page,
  sandbox,
  stack,
}) => {
  const api = new ApiClient(stack);
  const operator = new Operator({ page });
  await sandbox.inject('crash');
  const earlier = new Set((await api.runs()).map(({ id }) => id));

  await open('/create/templates/default/run-runbook');
  await page.getByLabel(/^Why/).fill('The partner app does not answer');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();

  const started = async () =>
    (await api.runs()).find(({ id }) => !earlier.has(id))?.id;
  await expect.poll(started, { timeout: 60_000 }).toBeDefined();
  const task = page.url();
  await page.goto(
    new URL(`/tokpulse-ops/runs/${await started()}`, stack.portalUrl).href,
  );
  await operator.confirmsRestart();
  await operator.seesRunSucceeded();

  await page.goto(task);
  await expect(page.getByRole('link', { name: 'Open the run' })).toBeVisible({
    timeout: 60_000,
  });
  expect(await sandbox.effects(RESTART)).toBe(1);
});

test('a second replica finishes the run of one that was killed', async ({
  comes,
  sandbox,
  stack,
}) => {
  test.setTimeout(300_000);
  const replicas = await startReplicas(stack);
  try {
    const api = new ApiClient({ portalUrl: replicas.url });
    await sandbox.inject('crash');
    const { page } = await comes('operator', { portalUrl: replicas.url });
    const operator = new Operator({ page });
    await operator.seesHealth('Unhealthy', DOWN);
    await sandbox.inject('provider-slow', { delayMs: 8_000 });

    const runId = await operator.startsServiceDown();
    await operator.seesStep('Ask Railway for the state', 'Running');
    const driver = await api.driverOf(runId);
    const victim = replicas.backends.find(({ child }) => child.pid === driver);
    expect(victim, `The driver ${driver} is one of the replicas`).toBeDefined();
    victim?.child.kill('SIGKILL');
    await sandbox.clear('provider-slow');

    await operator.confirmsRestart();
    await operator.seesRunSucceeded();
    expect(await api.drivers(runId)).toBe(2);
    expect(await sandbox.effects(RESTART)).toBe(1);
  } finally {
    await replicas.stop();
  }
});
