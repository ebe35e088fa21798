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

import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { Database } from '../../runs/Database';
import { createRedactor } from '../../runs/redaction';
import { ConfiguredServices } from '../../services';
import {
  createMigratedDatabase,
  eventually,
  type TestDatabase,
} from '../../testing';
import { createObservations, type Observations } from '../store';
import { CollectionStore } from './CollectionStore';
import { Collector, type CollectorOptions } from './Collector';
import { RequestLedger } from './RequestLedger';
import {
  countingObserve,
  createTestService,
  healthy,
  MemoryObservationStore,
  servicesOf,
} from './testCollection';

jest.setTimeout(60_000);

let testDatabase: TestDatabase;
let database: Database;
const collectors: Collector[] = [];

beforeAll(async () => {
  testDatabase = await createMigratedDatabase();
  database = new Database({ knex: testDatabase.knex });
});
afterAll(() => testDatabase.drop());
beforeEach(() =>
  testDatabase.knex.raw(
    'truncate service_collections, service_requests, observed_services cascade',
  ),
);
afterEach(() => Promise.all(collectors.splice(0).map(one => one.close())));

const everySecond = {
  ...{ everyMs: 1_000, whileUnhealthyMs: 1_000, requestBudget: 100_000 },
};

function replica(options: Partial<CollectorOptions>): Collector {
  const collector = new Collector({
    services: servicesOf(createTestService()),
    store: new MemoryObservationStore(),
    collections: new CollectionStore({ database }),
    ledger: new RequestLedger({ database }),
    redactor: createRedactor({ secrets: [] }),
    logger: mockServices.logger.mock(),
    random: () => 0,
    leaseMs: 900,
    ...options,
  });
  collectors.push(collector);
  return collector;
}

const never = () => new Promise<never>(() => undefined);

describe('two collectors', () => {
  it('ask once a beat, and not faster than they should', async () => {
    const service = createTestService({ collect: everySecond });
    const store = new MemoryObservationStore();
    const { observe, times } = countingObserve();
    const two = [1, 2].map(() =>
      replica({ services: servicesOf(service), store, observe }),
    );
    const startedAt = performance.now();
    await Promise.all(two.map(one => one.open()));
    await eventually(times, asked => asked >= 4);
    const seconds = (performance.now() - startedAt) / 1000;
    expect(times()).toBeLessThanOrEqual(Math.floor(seconds) + 1);
    const gaps = store.saved
      .slice(1)
      .map(({ at }, index) => at.getTime() - store.saved[index].at.getTime());
    expect(Math.min(...gaps)).toBeGreaterThan(800);
    expect(Math.max(...gaps)).toBeLessThan(2_500);
  });

  it('go on when one of them ends', async () => {
    const service = createTestService({ collect: everySecond });
    const first = countingObserve();
    const second = countingObserve();
    const shared = { services: servicesOf(service) };
    const dying = replica({ ...shared, observe: first.observe });
    await dying.open();
    await eventually(first.times, asked => asked >= 1);
    await replica({ ...shared, observe: second.observe }).open();
    await dying.close();
    const asked = await eventually(second.times, times => times >= 2);
    expect(asked).toBeGreaterThanOrEqual(2);
  });

  it('take over what one has died in the middle of', async () => {
    const service = createTestService({ collect: everySecond });
    const collections = new CollectionStore({ database });
    await collections.enrol([{ id: 'shop', firstMs: 0, everyMs: 1_000 }]);
    // A replica that took it and was killed: nobody renews its lease.
    const taken = await collections.claimDue({
      ...{ services: ['shop'], limit: 1, leaseMs: 2_000 },
      holder: '01990000-0000-7000-8000-000000000000',
    });
    expect(taken).toHaveLength(1);
    const startedAt = performance.now();
    const { observe, times } = countingObserve();
    await replica({ services: servicesOf(service), observe }).open();
    await eventually(times, asked => asked >= 1);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    // What it may still want to say is not heard.
    expect(
      await collections.settle(taken[0].lease, {
        dueAt: new Date('2027-01-01'),
        limits: {},
      }),
    ).toBe(false);
  });

  it('keep what they are at, however long it takes', async () => {
    const service = createTestService({ collect: everySecond });
    const shared = { services: servicesOf(service), leaseMs: 600 };
    const slow = countingObserve(never);
    const other = countingObserve();
    await replica({ ...shared, observe: slow.observe }).open();
    await eventually(slow.times, asked => asked === 1);
    const openedAt = performance.now();
    await replica({ ...shared, observe: other.observe }).open();
    await eventually(
      () => performance.now() - openedAt,
      waited => waited > 2_000,
    );
    expect(other.times()).toBe(0);
  });
});

describe('a refresh', () => {
  it('asks once, however many want one, in however many replicas', async () => {
    const service = createTestService();
    const store = new MemoryObservationStore();
    const { observe, times } = countingObserve();
    const two = [1, 2].map(() =>
      replica({ services: servicesOf(service), store, observe }),
    );
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => two[index % 2].refresh('shop')),
    );
    expect(times()).toBe(1);
    expect(new Set(answers.map(({ at }) => at.getTime())).size).toBe(1);
  });

  it('is answered with what was read a moment ago', async () => {
    const { observe, times } = countingObserve();
    const collector = replica({ observe });
    const first = await collector.refresh('shop');
    expect(await collector.refresh('shop')).toEqual(first);
    expect(times()).toBe(1);
  });

  it('asks again as soon as the budget has room for it', async () => {
    const service = createTestService({ collect: everySecond });
    const { observe, times } = countingObserve();
    const collector = replica({ services: servicesOf(service), observe });
    await collector.refresh('shop');
    await eventually(
      async () => {
        await collector.refresh('shop');
        return times();
      },
      asked => asked >= 2,
    );
    expect(times()).toBe(2);
  });

  it('waits for another replica that is just asking', async () => {
    const service = createTestService();
    const store = new MemoryObservationStore();
    let answer = (_: ReturnType<typeof healthy>) => {};
    const slow = countingObserve(
      () =>
        new Promise(resolve => {
          answer = resolve;
        }),
    );
    const other = countingObserve();
    const shared = { services: servicesOf(service), store };
    const asking = replica({
      ...shared,
      observe: slow.observe,
      leaseMs: 5_000,
    });
    const first = asking.refresh('shop');
    await eventually(slow.times, asked => asked === 1);
    const second = replica({ ...shared, observe: other.observe }).refresh(
      'shop',
    );
    answer(healthy('shop'));
    expect((await second).at).toEqual((await first).at);
    expect(other.times()).toBe(0);
  });

  it('of a service that nobody configured is refused', async () => {
    await expect(replica({}).refresh('nobody')).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });
});

describe('what is collected', () => {
  it('is told to followers in turn; one that fails changes nothing', async () => {
    const told: string[] = [];
    const collector = replica({ observe: countingObserve().observe });
    collector.follow(async () => {
      throw new Error('The mail server is away');
    });
    collector.follow(async ({ status }) => {
      told.push(status);
    });
    await collector.refresh('shop');
    expect(told).toEqual(['healthy']);
  });

  it('holds no configured secret that a service repeats', async () => {
    const secret = 's3cr3t-of-the-database';
    const store = new MemoryObservationStore();
    await replica({
      store,
      redactor: createRedactor({ secrets: [secret] }),
      observe: async ({ service }) => ({
        ...healthy(service.id),
        summary: `Cannot log in with ${secret}`,
        latest: { api: { metrics: { text: [secret] } } },
      }),
    }).refresh('shop');
    expect(store.saved).toHaveLength(1);
    expect(JSON.stringify(store.saved)).not.toContain(secret);
    expect(store.saved[0].summary).toMatch(/^Cannot log in with /);
  });

  it('is not saved by one that has lost its lease', async () => {
    const store = new MemoryObservationStore();
    const collector = replica({
      store,
      observe: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    });
    await collector.open();
    await eventually(
      async () =>
        (await new CollectionStore({ database }).states(['shop'])).get('shop'),
      state => state?.isFree === false,
    );
    await collector.close();
    expect(store.saved).toEqual([]);
    // It is given back at once.
    expect(
      (await new CollectionStore({ database }).states(['shop'])).get('shop'),
    ).toMatchObject({ isFree: true });
  });
});

describe('real hosts', () => {
  const servers: Server[] = [];
  let observations: Observations;

  beforeEach(async () => {
    observations = createObservations({
      database,
      logger: mockServices.logger.mock(),
    });
    await observations.housekeeping.open();
  });
  afterEach(async () => {
    await Promise.all(collectors.splice(0).map(one => one.close()));
    await observations.close();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  });

  /** The api, with a limiter like that of TokPulse. */
  async function limitedApi() {
    const world = { limited: false, retryAfter: 1, requests: 0 };
    const server = createServer((_, response) => {
      world.requests += 1;
      if (world.limited) {
        response.writeHead(429, { 'retry-after': String(world.retryAfter) });
        response.end('{"error":"Too many requests","retryAfter":900}');
        return;
      }
      response.writeHead(200, {
        'content-type': 'application/json',
        'ratelimit-limit': '3000',
        'ratelimit-remaining': '2990',
        'ratelimit-reset': '900',
      });
      response.end('{"status":"healthy","checks":[]}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { world, url };
  }

  function collectorOf(hosts: object, more: object = {}) {
    const services = ConfiguredServices.fromConfig(
      new ConfigReader({
        tokpulseOps: {
          services: {
            shop: {
              ...{ allowedNetworks: ['127.0.0.0/8'], hosts },
              ...{ requestBudget: 100_000 },
              collect: { every: '1s', whileUnhealthy: '1s' },
              ...more,
            },
          },
        },
      }),
      { fingerprintKey: 'key' },
    );
    const collector = replica({ services, store: observations.store });
    const service = services.get('shop');
    if (service === undefined) throw new Error('The service is not there');
    return { collector, service };
  }

  it('are read with how fast they answered, and what they have left', async () => {
    const { url } = await limitedApi();
    const { collector } = collectorOf({ api: { url, format: 'tokpulse' } });
    const saved = await collector.refresh('shop');
    expect(saved).toMatchObject({
      ...{ service: 'shop', status: 'healthy', summary: 'api is healthy' },
      hosts: [
        {
          host: 'api',
          rateLimit: { limit: 3000, remaining: 2990 },
        },
      ],
      readings: [{ host: 'api', name: 'response_time', unit: 'ms', count: 1 }],
    });
    expect(await collector.collection('shop')).toMatchObject({
      ...{ at: saved.at.toISOString(), everyMs: 1_000, stale: false },
      budget: { limit: 100_000, used: 1, windowMs: 900_000 },
    });
  });

  it('that limit us are unknown, left alone, and asked again in time', async () => {
    const { world, url } = await limitedApi();
    world.limited = true;
    world.retryAfter = 2;
    const { collector } = collectorOf({ api: { url, format: 'tokpulse' } });
    const saved = await collector.refresh('shop');
    expect(saved).toMatchObject({
      status: 'unknown',
      summary: expect.stringContaining('takes requests again in 2 s'),
    });
    expect(saved.nextInMs).toBeGreaterThan(1_500);
    await collector.open();
    world.limited = false;
    await eventually(
      async () => (await observations.store.latest(['shop'])).get('shop'),
      latest => latest?.status === 'healthy',
    );
    expect(world.requests).toBeLessThanOrEqual(3);
  });

  it('that answer a run again are asked before their pause is over', async () => {
    const { world, url } = await limitedApi();
    world.limited = true;
    world.retryAfter = 900;
    const { collector, service } = collectorOf({
      api: { url, format: 'tokpulse' },
    });
    await collector.refresh('shop');
    await collector.open();
    world.limited = false;
    // A restart has emptied the limiter, and a step of the run has seen it.
    await service.request({ url: `${url}/health` });
    await eventually(
      async () => (await observations.store.latest(['shop'])).get('shop'),
      latest => latest?.status === 'healthy',
    );
    expect((await collector.collection('shop')).budget.used).toBe(
      world.requests,
    );
  });

  it('of which one limits us leave the others to be read', async () => {
    const limited = await limitedApi();
    const open = await limitedApi();
    limited.world.limited = true;
    limited.world.retryAfter = 900;
    const { collector } = collectorOf({
      api: { url: limited.url, format: 'tokpulse' },
      app: { url: open.url },
    });
    await collector.refresh('shop');
    const asked = open.world.requests;
    await collector.open();
    const latest = await eventually(
      async () => (await observations.store.latest(['shop'])).get('shop'),
      () => open.world.requests > asked,
    );
    expect(limited.world.requests).toBe(1);
    expect(latest?.hosts).toMatchObject([
      {
        ...{ host: 'api', status: 'unknown', answer: 'rate-limited' },
        message: expect.stringContaining('takes requests again in 15 min'),
      },
      { host: 'app', status: 'healthy' },
    ]);
  });

  it('that are not there make a failed observation, not an empty one', async () => {
    const { collector } = collectorOf({});
    expect(await collector.refresh('shop')).toMatchObject({
      ...{ status: 'unknown', hosts: [] },
      failure: {
        message: 'No host is configured, so the health is not known',
        nextStep: 'Set tokpulseOps.services.shop.hosts.<name>.url',
      },
    });
    expect((await collector.collection('shop')).failure?.nextStep).toMatch(
      /^Set tokpulseOps/,
    );
  });
});
