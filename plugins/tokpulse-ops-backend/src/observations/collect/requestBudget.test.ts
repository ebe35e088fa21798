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
import type { HealthStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Database } from '../../runs/Database';
import { createRedactor } from '../../runs/redaction';
import { createMigratedDatabase, type TestDatabase } from '../../testing';
import { CollectionStore } from './CollectionStore';
import { Collector } from './Collector';
import type { Observe } from './observe';
import { RequestLedger } from './RequestLedger';
import {
  createTestService,
  healthy,
  MemoryObservationStore,
  servicesOf,
} from './testCollection';

jest.setTimeout(120_000);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const WINDOW = 15 * MINUTE;
const STEP = 10 * SECOND;

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createMigratedDatabase();
  database = new Database({ knex: testDatabase.knex });
});
afterAll(() => testDatabase.drop());
beforeEach(() =>
  testDatabase.knex.raw('truncate service_collections, service_requests'),
);

/** A service with TokPulse's budget, two replicas, and a clock that is turned. */
function world() {
  const clock = { now: Date.parse('2026-11-24T12:00:00.000Z') };
  const date = () => new Date(clock.now);
  const service = createTestService({
    hosts: {
      api: { metrics: '/metrics', performance: '/performance' },
      dashboard: {},
    },
    now: () => clock.now,
  });
  const state = { status: 'healthy' as HealthStatus };
  const sent: { at: number; what: 'health' | 'details' | 'run' }[] = [];
  const send = (
    host: string,
    path: string,
    what: (typeof sent)[number]['what'],
  ) => {
    const url = `${service.hosts[host].url}${path}`;
    service.requests.sent(url, what === 'run' ? 'run' : 'observation');
    sent.push({ at: clock.now, what });
  };
  const observe: Observe = async ({ hosts, details }) => {
    hosts.forEach(host => send(host, '/health', 'health'));
    if (details) {
      send('api', '/metrics', 'details');
      send('api', '/performance', 'details');
      send('api', '/performance/status', 'details');
    }
    return { ...healthy('shop'), status: state.status };
  };
  const store = new MemoryObservationStore({ now: date });
  let seed = 1;
  const collectors = [1, 2].map(
    () =>
      new Collector({
        services: servicesOf(service),
        collections: new CollectionStore({ database, now: date }),
        ledger: new RequestLedger({ database, now: date }),
        redactor: createRedactor({ secrets: [] }),
        logger: mockServices.logger.mock(),
        now: () => clock.now,
        random: () => {
          seed = (seed * 16_807) % 2_147_483_647;
          return seed / 2_147_483_647;
        },
        ...{ store, observe },
      }),
  );
  return {
    ...{ clock, collectors, sent, state, store },
    sendForRun: () => send('api', '/health', 'run'),
    /** Turns the clock; both replicas look for what is due at every step. */
    async pass(milliseconds: number, each?: () => Promise<void>) {
      await collectors[0].enrol();
      for (let past = 0; past < milliseconds; past += STEP) {
        clock.now += STEP;
        const started = await Promise.all(collectors.map(one => one.beat()));
        await Promise.all(started.flat());
        await each?.();
      }
    },
  };
}

/** The most requests of any 15 minutes. */
function mostInAWindow(sent: readonly { readonly at: number }[]): number {
  return Math.max(
    0,
    ...sent.map(
      ({ at }) =>
        sent.filter(other => other.at >= at && other.at < at + WINDOW).length,
    ),
  );
}

describe('the request budget', () => {
  it('is not half used up by a service that is well', async () => {
    const { pass, sent } = world();
    await pass(30 * MINUTE);
    const most = mostInAWindow(sent);
    expect(most).toBeLessThanOrEqual(60);
    // 2 hosts once a minute, and figures every three minutes, with some drift.
    expect(most).toBeGreaterThan(34);
    const details = sent.filter(({ what }) => what === 'details');
    expect(details.length).toBeGreaterThan(15);
    expect(details.length).toBeLessThan(sent.length / 2);
  });

  it('holds while a service is down and everybody looks', async () => {
    const { collectors, pass, sent, state } = world();
    state.status = 'unhealthy';
    await pass(30 * MINUTE, async () => {
      await Promise.all(collectors.map(one => one.refresh('shop')));
    });
    expect(mostInAWindow(sent)).toBeLessThanOrEqual(60);
    expect(sent.length).toBeGreaterThan(80);
  });

  it('gives way to runs that need more than their share', async () => {
    const { clock, pass, sent, sendForRun, state } = world();
    const startedAt = clock.now;
    state.status = 'unhealthy';
    // 90 requests in 15 minutes: 10 are left for everything else.
    await pass(45 * MINUTE, async () => sendForRun());
    const later = sent.filter(({ at }) => at > startedAt + WINDOW + MINUTE);
    expect(mostInAWindow(later)).toBeLessThanOrEqual(102);
    const observations = later.filter(({ what }) => what !== 'run');
    expect(mostInAWindow(observations)).toBeLessThanOrEqual(12);
    expect(observations.length).toBeGreaterThan(5);
  });

  it('is shared by replicas that do not know of each other', async () => {
    const { collectors, pass, sent } = world();
    await pass(20 * MINUTE);
    const [one, other] = await Promise.all(
      collectors.map(collector => collector.collection('shop')),
    );
    expect(one.budget).toEqual(other.budget);
    expect(one.budget.used).toBeGreaterThan(30);
    expect(one.budget.used).toBeLessThanOrEqual(mostInAWindow(sent) + 5);
  });
});

describe('the pace', () => {
  it('is faster while the service is not well, and calm again after that', async () => {
    const { clock, pass, state, store } = world();
    await pass(10 * MINUTE);
    const calm = store.saved.length;
    state.status = 'unhealthy';
    await pass(10 * MINUTE);
    const troubled = store.saved.length - calm;
    state.status = 'healthy';
    await pass(10 * MINUTE);
    const after = store.saved.length - calm - troubled;
    expect(calm).toBeGreaterThanOrEqual(9);
    expect(calm).toBeLessThanOrEqual(11);
    expect(troubled).toBeGreaterThan(calm * 1.2);
    expect(after).toBeLessThan(troubled);
    expect(clock.now).toBeGreaterThan(0);
  });
});
