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

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Entity } from '@backstage/catalog-model';
import { describeApiError } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startOpsBackend,
  type OpsBackend,
} from '../__testUtils__/startOpsBackend';
import { testRunbook } from '../__testUtils__/testRunbook';
import { eventually } from '../testing';

jest.setTimeout(60_000);

let evilRequests = 0;
const evil = createServer((_req, res) => {
  evilRequests += 1;
  res.end();
});
let evilUrl = '';
let ops: OpsBackend;

function component(name: string, service?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      ...{ name, namespace: 'default' },
      annotations:
        service === undefined ? {} : { 'tokpulse.com/service': service },
    },
  };
}

beforeAll(async () => {
  await new Promise<void>(resolve => {
    evil.listen(0, '127.0.0.1', resolve);
  });
  const { port } = evil.address() as AddressInfo;
  evilUrl = `http://127.0.0.1:${port}`;
  ops = await startOpsBackend({
    config: { tokpulseOps: { status: { cacheSeconds: 1 } } },
    services: {
      hidden: { entities: ['component:default/hidden'], hosts: {} },
    },
    entities: [
      component('shop', 'shop'),
      component('other', 'shop'),
      component('plain'),
      component('evil', evilUrl),
      component('typo', 'shopp'),
    ],
    runbooks: {
      down: testRunbook({
        title: 'Down',
        frontMatter: 'suggestWhen: service.health.status == "unhealthy"',
      }),
      calm: testRunbook({ title: 'Calm', frontMatter: 'severity: P1' }),
      broken: '---\ntitle: Broken\n---\n# Broken\n',
    },
  });
});
afterAll(async () => {
  await ops?.stop();
  await new Promise(resolve => {
    evil.closeAllConnections();
    evil.close(resolve);
  });
});

const ofEntity = (name: string) =>
  ops
    .as('vera')
    .getEntityService({ kind: 'component', namespace: 'default', name });

describe('the service of an entity', () => {
  it('is the one that its annotation names', async () => {
    expect(await ofEntity('shop')).toMatchObject({
      kind: 'service',
      service: { id: 'shop', title: 'Shop' },
    });
  });

  it.each([
    ['plain', 'component:default/plain names no service'],
    ['other', "names the service 'shop', which is not configured for it"],
    ['typo', "names the service 'shopp', which is not configured for it"],
  ])('is not configured for %s, and says what to do', async (name, message) => {
    const answer = await ofEntity(name);
    expect(answer).toMatchObject({ kind: 'not-configured' });
    expect(answer).toHaveProperty('message', expect.stringContaining(message));
    expect(answer).toHaveProperty('nextStep', expect.stringMatching(/^Add /));
  });

  it('is never an address: that answers 400 and nobody is asked', async () => {
    const error = await ofEntity('evil').catch(e => describeApiError(e));
    expect(error).toMatchObject({ status: 400, code: 'invalid-annotation' });
    expect(JSON.stringify(error)).not.toContain(evilUrl);
    expect(evilRequests).toBe(0);
  });

  it('does not exist for an entity that does not', async () => {
    const error = await ofEntity('nobody').catch(e => describeApiError(e));
    expect(error).toMatchObject({ status: 404, code: 'no-such-entity' });
  });

  it('is forbidden to somebody without a role', async () => {
    const error = await ops
      .as('stan')
      .getEntityService({
        ...{ kind: 'component', namespace: 'default', name: 'shop' },
      })
      .catch(e => describeApiError(e));
    expect(error).toMatchObject({ status: 403, code: 'permission-missing' });
  });
});

describe('the status of a service', () => {
  const status = () => ops.as('vera').getServiceStatus('shop');

  it('keeps since when it is so, until it changes', async () => {
    const first = await eventually(status, s => s.status === 'healthy');
    const later = await eventually(status, ({ at }) => at !== first.at);
    expect(later).toMatchObject({ status: 'healthy', since: first.since });
    ops.setHealth(503);
    const down = await eventually(status, s => s.status === 'unhealthy');
    expect(Date.parse(down.since)).toBeGreaterThan(Date.parse(first.since));
    ops.setHealth(200);
    await eventually(status, s => s.status === 'healthy');
  });
});

describe('the runbooks of a service', () => {
  const runbooks = () => ops.as('vera').listRunbooks('shop');

  it('suggest what fits the health of the service, first', async () => {
    const calm = await runbooks();
    expect(calm.map(({ id, suggested }) => ({ id, suggested }))).toEqual([
      { id: 'calm', suggested: false },
      { id: 'broken', suggested: false },
      { id: 'down', suggested: false },
    ]);
    ops.setHealth(500);
    const [first] = await eventually(runbooks, ([one]) => one.suggested);
    expect(first.id).toBe('down');
    expect(first.suggestedBecause).toMatch(/^Shop is unhealthy: /);
    ops.setHealth(200);
  });

  it('say so when the health is not known', async () => {
    ops.setHealth(429);
    const all = await eventually(runbooks, items =>
      items.some(
        ({ id, suggested, suggestedBecause }) =>
          id === 'down' && !suggested && suggestedBecause !== undefined,
      ),
    );
    const down = all.find(({ id }) => id === 'down');
    expect(down).toMatchObject({ suggested: false });
    expect(down?.suggestedBecause).toContain('the health of Shop is not known');
    ops.setHealth(200);
  });

  it('show one with errors, with its problems, and do not plan it', async () => {
    const broken = (await runbooks()).find(({ id }) => id === 'broken');
    expect(broken?.problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          level: 'blocking',
          message: expect.stringMatching(/^broken\.md:\d+:\d+ /),
          nextStep: expect.any(String),
        }),
      ]),
    );
    const error = await ops
      .as('olga')
      .createPlan({ service: 'shop', runbook: 'broken' })
      .catch(e => describeApiError(e));
    expect(error).toMatchObject({ status: 400, code: 'runbook-has-errors' });
  });

  it('are read again when a file changes; a run and a plan stay what they were', async () => {
    const started = await ops
      .as('olga')
      .createPlan({ service: 'shop', runbook: 'calm' });
    const body = { planId: started.id, planHash: started.hash };
    const { id } = await ops.as('olga').startRun(body);
    const made = await ops
      .as('olga')
      .createPlan({ service: 'shop', runbook: 'calm' });
    await ops.writeRunbook('calm', testRunbook({ title: 'Calmer' }));
    await eventually(runbooks, items =>
      items.some(({ title }) => title === 'Calmer'),
    );
    expect(await ops.as('olga').getPlan(made.id)).toMatchObject({
      hash: made.hash,
      runbook: { title: 'Calm' },
      runbookChanged: true,
      findings: [{ level: 'blocking', code: 'runbook-changed' }],
    });
    const error = await ops
      .as('olga')
      .startRun({ planId: made.id, planHash: made.hash })
      .catch(e => describeApiError(e));
    expect(error).toMatchObject({
      status: 409,
      code: 'plan-differs',
      nextStep: expect.any(String),
      differences: [
        {
          what: 'Text of the runbook',
          planned: `version ${made.runbook.contentHash.slice(0, 12)}`,
          now: expect.stringMatching(/^version [0-9a-f]{12}$/),
        },
      ],
    });
    // What was started before goes on, and the same request finds it.
    expect((await ops.as('olga').startRun(body)).id).toBe(id);
    await eventually(
      () => ops.as('olga').getRun(id),
      ({ state }) => state === 'succeeded',
    );
    expect((await ops.as('olga').getRun(id)).runbook.title).toBe('Calm');
  });

  it('show their text and inputs one by one, and only those of the service', async () => {
    const detail = await ops
      .as('vera')
      .getRunbook({ service: 'shop', runbook: 'down' });
    expect(detail.body).toContain('# Down');
    const error = await ops
      .as('vera')
      .getRunbook({ service: 'hidden', runbook: 'down' })
      .catch(e => describeApiError(e));
    expect(error).toMatchObject({ status: 404, code: 'no-such-runbook' });
  });
});

it('describes the actions, those of modules too', async () => {
  const actions = await ops.as('vera').listActions();
  expect(actions.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['health:check', 'railway:restart', 'test:say']),
  );
});
