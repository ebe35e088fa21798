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

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  lintRunbook,
  parseRunbook,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { eventually } from '../testing/eventually';
import { driveRunbook } from '../__testUtils__/driveRunbook';
import {
  configurationFor,
  startSandboxService,
  type SandboxService,
} from '../__testUtils__/sandboxService';
import {
  startOpsBackend,
  type OpsBackend,
} from '../__testUtils__/startOpsBackend';
import { builtInActionDescriptors } from './descriptors';
import { healthCheck } from './health/check';

jest.setTimeout(120_000);

const names = ['service-down', 'health-monitoring'] as const;
const directory = join(__dirname, '../../../../runbooks');
const sourceOf = (name: string) =>
  readFile(join(directory, `${name}.md`), 'utf8');

/** The pages as they are, but for the length of their waits. */
const withShortWaits = (source: string) =>
  source
    .replace(/^( +)for: (30|60)s$/gm, '$1for: 1s')
    .replace(/^( +)within: 3m$/gm, '$1within: 15s')
    .replace(/^( +)every: 5s$/gm, '$1every: 500ms')
    .replace(/h\.uptimeMs > 10000/g, 'h.uptimeMs > 2000');

const reason = { reason: 'A test of the whole runbook' };

describe.each(names)('the runbook %s', name => {
  it('has nothing that the linter would complain about', async () => {
    const { runbook, problems } = parseRunbook(await sourceOf(name), {
      path: `runbooks/${name}.md`,
    });
    expect(problems).toEqual([]);
    expect(
      runbook &&
        lintRunbook(runbook, {
          actions: builtInActionDescriptors(),
          services: ['tokpulse'],
        }),
    ).toEqual([]);
  });

  it('says why, wherever it stands for a command of the document', async () => {
    const { runbook } = parseRunbook(await sourceOf(name), { path: name });
    const changed = runbook?.steps.filter(
      ({ action, ref }) => ref && action !== 'health:check',
    );
    expect(changed?.length).toBeGreaterThan(0);
    for (const step of changed ?? []) {
      expect(step.differs).toBeDefined();
      expect(step.manual ?? step.input.items).toBeDefined();
    }
  });

  it('covers every command of its sections', async () => {
    const { runbook } = parseRunbook(await sourceOf(name), { path: name });
    const covered = new Set(runbook?.steps.flatMap(({ ref }) => ref ?? []));
    const [first, last] = name === 'service-down' ? [1, 9] : [14, 26];
    for (let number = first; number <= last; number += 1) {
      expect(covered).toContain(number);
    }
  });
});

describe('the runbooks, run for real', () => {
  let world: SandboxService;
  let backend: OpsBackend;
  const sent: unknown[] = [];

  const startBackend = async (change: object = {}) =>
    startOpsBackend({
      runbooks: Object.fromEntries(
        await Promise.all(
          names.map(async name => [name, withShortWaits(await sourceOf(name))]),
        ),
      ),
      services: {
        tokpulse: { ...configurationFor(world.sandbox.env), ...change },
      },
      features: [
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => ({
            send: async notification => {
              sent.push(notification);
            },
          }),
        }),
      ],
    });
  const drive = (
    runbook: (typeof names)[number],
    options: Partial<Parameters<typeof driveRunbook>[0]> = {},
  ) =>
    driveRunbook({
      client: backend.as('olga'),
      runbook,
      inputs: runbook === 'service-down' ? reason : { cooldownMinutes: 0 },
      ...options,
    });
  const restarts = () =>
    world.sandbox.ledger().filter(({ effect }) => effect === 'restart');
  const apiPid = () =>
    world.sandbox.status().processes.find(({ name }) => name === 'api')?.pid;

  beforeAll(async () => {
    world = await startSandboxService();
    backend = await startBackend();
  });
  afterEach(async () => {
    sent.length = 0;
    await world.sandbox.reset();
  });
  afterAll(async () => {
    await backend?.stop();
    await world?.sandbox.stop();
  });

  describe('P0 – Service down', () => {
    it('brings a crashed service back with one question', async () => {
      const pid = apiPid();
      await world.sandbox.induceFault('crash');
      const { run, questions, step } = await drive('service-down');
      expect(run).toMatchObject({ state: 'succeeded', withFailures: false });
      expect(questions).toEqual(['restart']);
      expect(restarts()).toHaveLength(1);
      expect(apiPid()).not.toBe(pid);
      expect(step('after').output).toMatchObject({ status: 'healthy' });
      expect(step('escalate').state).toBe('skipped');
      expect(sent).toMatchObject([
        {
          recipients: { entityRef: ['group:default/tokpulse-ops'] },
          payload: {
            title: 'P0 on TokPulse: healthy',
            link: expect.any(String),
          },
        },
      ]);
    });

    it('does not wait for perfection when one check is broken for ever', async () => {
      await world.sandbox.induceFault('always-503');
      await world.sandbox.induceFault('crash');
      const { run, questions, step } = await drive('service-down');
      expect(run).toMatchObject({ state: 'succeeded', withFailures: false });
      expect(questions).toEqual(['restart']);
      // It is reported, and nobody is woken for it: the app can serve.
      expect(step('after').output).toMatchObject({
        status: 'unhealthy',
        down: [],
        summary: expect.stringContaining('external_deps check fails'),
      });
      expect(step('escalate').state).toBe('skipped');
    });

    it('succeeds with the broken check when the process was alive', async () => {
      await world.sandbox.induceFault('always-503');
      const { run, questions } = await drive('service-down');
      expect(run).toMatchObject({ state: 'succeeded', withFailures: false });
      expect(questions).toEqual(['restart']);
      expect(restarts()).toHaveLength(1);
    });

    it('asks nothing and restarts nothing when all is well', async () => {
      const { run, questions, step } = await drive('service-down');
      expect(run).toMatchObject({ state: 'succeeded', withFailures: false });
      expect(questions).toEqual([]);
      expect(restarts()).toEqual([]);
      expect(step('restart').state).toBe('skipped');
    });

    it('escalates when the restart did not help', async () => {
      await world.sandbox.induceFault('bad-deploy');
      const { run, questions, step } = await drive('service-down', {
        decisions: { restart: { choice: 'skip', reason: 'It dies again' } },
        answers: {
          escalate: {
            kind: 'checklist',
            done: ['slack', 'statusPage'],
            evidence: 'posted',
          },
        },
      });
      expect(questions).toEqual(['restart', 'restart', 'escalate']);
      expect(run.state).toBe('succeeded');
      expect(step('escalate').output).toMatchObject({ open: ['customers'] });
      expect(restarts()).toHaveLength(1);
    });

    it('asks a person when the answer to the restart is lost, and sends no second one', async () => {
      await world.sandbox.induceFault('crash');
      await world.sandbox.induceFault('lost-reply');
      const { run, questions, step } = await drive('service-down', {
        decisions: {
          restart: {
            choice: 'by-hand',
            evidence: 'The process is new',
            first: () =>
              eventually(
                () => world.run(healthCheck, { hosts: ['api'] }),
                ({ output }) => output?.status === 'healthy',
              ),
          },
        },
      });
      expect(questions).toEqual(['restart', 'restart']);
      expect(run.state).toBe('succeeded');
      expect(step('restart')).toMatchObject({
        state: 'by-hand',
        probe: { outcome: expect.stringMatching(/^(happened|unknown)$/) },
      });
      expect(restarts()).toHaveLength(1);
    });

    it('goes on without Railway until the restart, and leaves that to a person', async () => {
      await world.sandbox.induceFault('crash');
      await world.sandbox.induceFault('provider-errors');
      const driven = drive('service-down', {
        decisions: { restart: { choice: 'stop', reason: 'Railway is down' } },
      });
      const { run, step } = await driven;
      expect(step('platform')).toMatchObject({
        state: 'failed',
        handled: true,
      });
      expect(step('restart').error?.message).toMatch(/at Railway/);
      expect(run.state).toBe('failed');
      expect(restarts()).toEqual([]);
    });

    it('asks before it restarts something whose state is not known', async () => {
      const { hosts, ...rest } = configurationFor(world.sandbox.env);
      const other = await startBackend({
        ...rest,
        hosts: {
          ...Object(hosts),
          api: { ...Object(hosts).api, url: 'http://tokpulse-api.invalid' },
        },
      });
      try {
        const { run, questions } = await drive('service-down', {
          client: other.as('olga'),
          answers: { restartAnyway: { kind: 'confirm', confirmed: false } },
        });
        expect(questions).toEqual(['restartAnyway']);
        expect(run.state).toBe('succeeded');
        expect(restarts()).toEqual([]);
      } finally {
        await other.stop();
      }
    });
  });

  describe('Health monitoring', () => {
    it('asks nothing and changes nothing when all is well', async () => {
      const { run, questions, step } = await drive('health-monitoring');
      expect(run).toMatchObject({ state: 'succeeded', withFailures: false });
      expect(questions).toEqual([]);
      expect(step('performance').output).toMatchObject({
        json: { score: expect.any(Number) },
      });
      expect(step('database').output).toMatchObject({ rows: [{ answer: 1 }] });
      expect(restarts()).toEqual([]);
    });

    it('renews the connection pool when the database answers and the app does not reach it', async () => {
      await world.sandbox.induceFault('pool-exhausted');
      const { run, questions, step } = await drive('health-monitoring');
      expect(run).toMatchObject({ state: 'succeeded', withFailures: false });
      expect(questions).toEqual(['restartForPool']);
      expect(step('after').output).toMatchObject({ status: 'healthy' });
      expect(restarts()).toHaveLength(1);
    });

    it('restarts for memory after two readings, and not while the process is young', async () => {
      await world.sandbox.induceFault('memory-leak');
      const young = await drive('health-monitoring', {
        inputs: { cooldownMinutes: 15 },
      });
      expect(young.questions).toEqual([]);
      expect(young.step('restartForMemory').state).toBe('skipped');
      expect(restarts()).toEqual([]);

      const { run, questions } = await drive('health-monitoring');
      expect(run).toMatchObject({ state: 'succeeded', withFailures: false });
      expect(questions).toEqual(['restartForMemory']);
      expect(restarts()).toHaveLength(1);
    });

    it('leaves a slow database alone', async () => {
      await world.sandbox.induceFault('slow-database');
      const { run, questions } = await drive('health-monitoring');
      expect(run.state).toBe('succeeded');
      expect(questions).toEqual([]);
    });

    it('waits for the vendors and asks about them only when they are not back', async () => {
      await world.sandbox.induceFault('always-503');
      const { run, questions, step } = await drive('health-monitoring', {
        answers: {
          vendors: { kind: 'checklist', done: ['shopify', 'stripe'] },
        },
      });
      expect(run).toMatchObject({ state: 'succeeded', withFailures: false });
      expect(questions).toEqual(['vendors']);
      expect(step('vendorsPause').state).toBe('succeeded');
      expect(restarts()).toEqual([]);
    });

    it('asks the vendors itself when they are configured, and takes a 404 for an answer', async () => {
      await world.sandbox.induceFault('always-503');
      const vendor = {
        url: world.sandbox.env.TOKPULSE_API_URL,
        external: true,
      };
      const { hosts } = configurationFor(world.sandbox.env);
      const other = await startBackend({
        hosts: { ...Object(hosts), shopify: vendor, stripe: vendor },
      });
      try {
        const { run, questions, step } = await drive('health-monitoring', {
          client: other.as('olga'),
        });
        expect(run).toMatchObject({ state: 'succeeded', withFailures: false });
        expect(questions).toEqual([]);
        expect(step('shopify').output).toMatchObject({ status: 404 });
        expect(step('after').output).toMatchObject({
          hosts: [{ host: 'api' }, { host: 'app' }, { host: 'dashboard' }],
        });
      } finally {
        await other.stop();
      }
    });
  });
});
