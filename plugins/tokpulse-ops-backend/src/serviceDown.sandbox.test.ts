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

import { createServiceFactory } from '@backstage/backend-plugin-api';
import { notificationService } from '@backstage/plugin-notifications-node';
import type {
  HealthStatus,
  RunState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { startSandbox, type Sandbox } from '@tokpulse/sandbox';
import { configurationFor } from './__testUtils__/sandboxService';
import {
  startOpsBackend,
  type OpsBackend,
} from './__testUtils__/startOpsBackend';
import { eventually } from './testing';

jest.setTimeout(120_000);

let sandbox: Sandbox;
let ops: OpsBackend;
const sent: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  ops = await startOpsBackend({
    config: {
      tokpulseOps: {
        status: { cacheSeconds: 1 },
        runbooks: [{ type: 'directory', path: './runbooks' }],
      },
    },
    services: { tokpulse: configurationFor(sandbox.env) },
    features: [
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({
          send: async ({ payload }) => {
            sent.push(payload.title);
          },
        }),
      }),
    ],
  });
});
afterEach(() => sandbox.reset());
afterAll(async () => {
  await ops?.stop();
  await sandbox?.stop();
});

const olga = () => ops.as('olga');

const shows = (status: HealthStatus) =>
  eventually(
    () => olga().getServiceStatus('tokpulse'),
    reading => reading.status === status,
    { what: `the service to be ${status}`, withinMs: 30_000 },
  );

const reaches = (runId: string, state: RunState) =>
  eventually(
    () => olga().getRun(runId),
    run => run.state === state,
    { what: `the run to be ${state}`, withinMs: 60_000 },
  );

const apiPid = () =>
  sandbox.status().processes.find(({ name }) => name === 'api')?.pid;

const restarts = () =>
  sandbox.ledger().filter(({ effect }) => effect === 'restart').length;

const reason = 'The alert says that the API is down';

async function start() {
  const plan = await olga().createPlan({
    service: 'tokpulse',
    runbook: 'service-down',
    inputs: { reason },
  });
  expect(plan.findings.filter(({ level }) => level === 'blocking')).toEqual([]);
  const { id } = await olga().startRun({
    planId: plan.id,
    planHash: plan.hash,
  });
  return { id, plan };
}

async function confirmRestart(id: string, planHash: string) {
  const waiting = await reaches(id, 'waiting');
  expect(waiting.waiting).toMatchObject({ for: 'approval', stepId: 'restart' });
  await olga().confirmStep({ runId: id, stepId: 'restart', planHash });
}

describe('P0 – Service down', () => {
  it('brings a crashed partner app back by one restart', async () => {
    await shows('healthy');
    const before = apiPid();
    await sandbox.induceFault('crash');
    const { summary } = await shows('unhealthy');
    const [first] = await olga().listRunbooks('tokpulse');
    expect(first).toMatchObject({
      id: 'service-down',
      suggested: true,
      suggestedBecause: `TokPulse is unhealthy: ${summary}`,
      problems: [],
    });

    const { id, plan } = await start();
    const restart = plan.steps.find(({ step }) => step.id === 'restart');
    expect(restart?.targets).toHaveLength(1);
    expect(restart?.previews).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'fact' })]),
    );
    await confirmRestart(id, plan.hash);
    const run = await reaches(id, 'succeeded');
    expect(run.withFailures).toBe(false);
    expect(restarts()).toBe(1);
    expect(apiPid()).not.toBe(before);
    expect(sent).toEqual(['P0 on TokPulse: healthy']);
    await shows('healthy');
  });

  it('restarts nothing when nothing is wrong', async () => {
    const { id } = await start();
    const run = await reaches(id, 'succeeded');
    expect(run.steps.find(({ id: step }) => step === 'restart')?.state).toBe(
      'skipped',
    );
    expect(restarts()).toBe(0);
  });

  it('is content with what was broken before', async () => {
    await sandbox.induceFault('always-503');
    await shows('unhealthy');
    const before = apiPid();
    const { id, plan } = await start();
    await confirmRestart(id, plan.hash);
    const after = await eventually(
      () => olga().getRun(id),
      ({ state }) => ['succeeded', 'waiting', 'needs-decision'].includes(state),
      { withinMs: 60_000 },
    );
    expect(after.steps.find(step => step.id === 'restart')?.state).toBe(
      'succeeded',
    );
    expect(after.state).toBe('succeeded');
    expect(apiPid()).not.toBe(before);
  });

  it('lets nothing that is secret out of the database', async () => {
    await sandbox.induceFault('crash');
    await shows('unhealthy');
    const { id, plan } = await start();
    await confirmRestart(id, plan.hash);
    await reaches(id, 'succeeded');
    const everything = JSON.stringify([
      plan,
      await olga().getRun(id),
      await olga().listEvents({ runId: id, limit: 1000 }),
      await olga().readLog({ runId: id, limit: 2000 }),
      await olga().listServices(),
      await olga().getServiceStatus('tokpulse'),
    ]);
    for (const key of [
      'TOKPULSE_RAILWAY_PROJECT_TOKEN',
      'TOKPULSE_DATABASE_URL',
      'TOKPULSE_DATABASE_READONLY_URL',
    ]) {
      expect(sandbox.env[key]).toBeTruthy();
      expect(everything).not.toContain(sandbox.env[key]);
    }
  });
});
