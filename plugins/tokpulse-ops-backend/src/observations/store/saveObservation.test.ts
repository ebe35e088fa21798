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

import type { HealthStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { createMigratedDatabase, type TestDatabase } from '../../testing';
import {
  host,
  observation,
  TestClock,
  testObservations,
} from './__testUtils__/testObservations';

jest.setTimeout(60_000);

let database: TestDatabase;
let clock: TestClock;
let observations: ReturnType<typeof testObservations>;

beforeAll(async () => {
  database = await createMigratedDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.knex.raw('truncate observed_services cascade');
  clock = new TestClock('2026-03-10T12:00:00Z');
  observations = testObservations({ database, clock });
});
afterEach(() => observations.close());

const check = (status: HealthStatus, ignored = false) => ({
  ...{ name: 'database', status, ignored, message: `It is ${status}` },
  details: { answer: 42 },
});

describe('saving an observation', () => {
  it('says since when the service has its status, and what it was before', async () => {
    const { store } = observations;
    const first = await store.save(observation());
    expect(first).toMatchObject({
      at: new Date('2026-03-10T12:00:00Z'),
      since: new Date('2026-03-10T12:00:00Z'),
      nextAt: new Date('2026-03-10T12:01:00Z'),
    });
    expect(first).not.toHaveProperty('previous');

    clock.set('2026-03-10T12:01:00Z');
    expect(await store.save(observation())).toMatchObject({
      since: new Date('2026-03-10T12:00:00Z'),
      previous: 'healthy',
    });

    clock.set('2026-03-10T12:02:00Z');
    expect(
      await store.save(observation({ status: 'unhealthy' })),
    ).toMatchObject({
      since: new Date('2026-03-10T12:02:00Z'),
      previous: 'healthy',
    });
  });

  it('keeps since over a short gap, and begins anew after a long one', async () => {
    const { store } = observations;
    await store.save(observation());
    clock.set('2026-03-10T12:15:00Z');
    expect((await store.save(observation())).since).toEqual(
      new Date('2026-03-10T12:00:00Z'),
    );
    clock.set('2026-03-10T12:30:01Z');
    expect((await store.save(observation())).since).toEqual(
      new Date('2026-03-10T12:30:01Z'),
    );
  });

  it('keeps since over a gap in which the observation still stands', async () => {
    const { store } = observations;
    await store.save(observation({ nextInMs: 30 * 60_000 }));
    clock.set('2026-03-10T13:20:00Z');
    expect((await store.save(observation())).since).toEqual(
      new Date('2026-03-10T12:00:00Z'),
    );
  });

  it('says since when hosts and checks have their status', async () => {
    const { store } = observations;
    await store.save(
      observation({ hosts: [host({ checks: [check('healthy')] })] }),
    );
    clock.set('2026-03-10T12:01:00Z');
    const saved = await store.save(
      observation({
        status: 'degraded',
        hosts: [host({ status: 'degraded', checks: [check('degraded')] })],
      }),
    );
    const degraded = {
      since: new Date('2026-03-10T12:01:00Z'),
      previous: 'healthy',
    };
    expect(saved.sinceOf).toEqual({ api: degraded, 'api/database': degraded });

    clock.set('2026-03-10T12:02:00Z');
    await store.save(
      observation({
        hosts: [host({ checks: [check('degraded')] })],
      }),
    );
    expect((await store.latest(['shop'])).get('shop')?.sinceOf).toEqual({
      api: { since: new Date('2026-03-10T12:02:00Z'), previous: 'degraded' },
      'api/database': degraded,
    });
  });

  it('remembers the checks of a host that does not answer for a while', async () => {
    const { store } = observations;
    await store.save(
      observation({ hosts: [host({ checks: [check('healthy')] })] }),
    );
    clock.set('2026-03-10T12:01:00Z');
    const away = await store.save(
      observation({
        status: 'unhealthy',
        hosts: [host({ status: 'unhealthy', answer: 'refused' })],
      }),
    );
    expect(Object.keys(away.sinceOf)).toEqual(['api']);
    clock.set('2026-03-10T12:02:00Z');
    const back = await store.save(
      observation({ hosts: [host({ checks: [check('healthy')] })] }),
    );
    expect(back.sinceOf['api/database']).toEqual({
      since: new Date('2026-03-10T12:00:00Z'),
    });
  });

  it('writes down what changed, newest first, and nothing else', async () => {
    const { store } = observations;
    const save = (
      status: HealthStatus,
      checks: readonly ReturnType<typeof check>[],
    ) =>
      store.save(
        observation({
          status,
          hosts: [
            host({ status, message: `${status} host`, checks: [...checks] }),
          ],
        }),
      );
    await save('healthy', [check('healthy')]);
    clock.set('2026-03-10T12:01:00Z');
    await save('healthy', [check('healthy')]);
    expect(await store.changes({ service: 'shop', limit: 20 })).toEqual([]);

    clock.set('2026-03-10T12:02:00Z');
    await save('unhealthy', [check('unhealthy')]);
    clock.set('2026-03-10T12:03:00Z');
    await save('unknown', [check('unhealthy')]);
    const changes = await store.changes({ service: 'shop', limit: 20 });
    expect(changes).toEqual([
      {
        ...{ at: '2026-03-10T12:03:00.000Z', host: 'api' },
        ...{ from: 'unhealthy', to: 'unknown', message: 'unknown host' },
      },
      {
        ...{ at: '2026-03-10T12:03:00.000Z', from: 'unhealthy', to: 'unknown' },
        message: 'The shop is unknown',
      },
      {
        ...{ at: '2026-03-10T12:02:00.000Z', host: 'api', check: 'database' },
        ...{ from: 'healthy', to: 'unhealthy', message: 'It is unhealthy' },
      },
      {
        ...{ at: '2026-03-10T12:02:00.000Z', host: 'api' },
        ...{ from: 'healthy', to: 'unhealthy', message: 'unhealthy host' },
      },
      {
        ...{ at: '2026-03-10T12:02:00.000Z', from: 'healthy', to: 'unhealthy' },
        message: 'The shop is unhealthy',
      },
    ]);
    expect(await store.changes({ service: 'shop', limit: 2 })).toEqual(
      changes.slice(0, 2),
    );
  });

  it('writes down what is broken when it is seen first, but no ignored check', async () => {
    const { store } = observations;
    await store.save(
      observation({
        hosts: [
          host({ checks: [check('unhealthy', true)] }),
          host({ host: 'app', status: 'degraded', message: 'Slow' }),
        ],
      }),
    );
    expect(await store.changes({ service: 'shop', limit: 20 })).toEqual([
      {
        ...{ at: '2026-03-10T12:00:00.000Z', host: 'app' },
        ...{ to: 'degraded', message: 'Slow' },
      },
    ]);
  });

  it('keeps the answer of an endpoint that was not asked, until its host is gone', async () => {
    const { store } = observations;
    await store.save(
      observation({
        hosts: [host(), host({ host: 'app' })],
        latest: {
          api: { performance: { score: 93 }, metrics: { samples: 1 } },
          app: { metrics: { samples: 2 } },
        },
      }),
    );
    clock.advance(60_000);
    await store.save(
      observation({
        hosts: [host()],
        latest: { api: { performance: { score: 100 } } },
      }),
    );
    const latest = await store.latest(['shop', 'nobody']);
    expect([...latest.keys()]).toEqual(['shop']);
    expect(latest.get('shop')?.latest).toEqual({
      api: { performance: { score: 100 }, metrics: { samples: 1 } },
    });
    const short = await store.latest(['shop'], { endpoints: 'none' });
    expect(short.get('shop')).toEqual({ ...latest.get('shop'), latest: {} });
    const { rows } = await database.knex.raw(
      'select host, endpoint from observed_endpoints order by 1, 2',
    );
    expect(rows).toEqual([
      { host: 'api', endpoint: 'metrics' },
      { host: 'api', endpoint: 'performance' },
    ]);
  });

  it('gives the latest observation back as it was saved', async () => {
    const { store } = observations;
    const failure = { message: 'No route', nextStep: 'Look at the network' };
    const saved = await store.save(
      observation({
        status: 'unknown',
        hosts: [host({ checks: [check('healthy')] })],
        readings: [
          { host: 'api', name: 'response_time', unit: 'ms', p50: 1, count: 1 },
        ],
        metrics: [{ host: 'api', name: 'up', labels: { a: 'b' }, value: 1 }],
        failure,
      }),
    );
    expect((await store.latest(['shop'])).get('shop')).toEqual(saved);
    expect(saved.failure).toEqual(failure);
  });

  it('pages through the past by time, without details', async () => {
    const { store } = observations;
    for (const minute of [0, 1, 2, 3]) {
      clock.set(`2026-03-10T12:0${minute}:00Z`);
      await store.save(
        observation({
          summary: `Number ${minute}`,
          hosts: [host({ checks: [check('healthy')] })],
        }),
      );
    }
    const page = await store.past({ service: 'shop', limit: 3 });
    expect(page.map(({ summary }) => summary)).toEqual([
      ...['Number 3', 'Number 2', 'Number 1'],
    ]);
    expect(page[0].hosts[0].checks[0]).not.toHaveProperty('details');
    const rest = await store.past({
      ...{ service: 'shop', limit: 3, before: page[2].at },
    });
    expect(rest.map(({ summary }) => summary)).toEqual(['Number 0']);
  });

  it('stores what PostgreSQL would refuse as text', async () => {
    const { store } = observations;
    await store.save(observation({ summary: 'a\u0000b', status: 'unhealthy' }));
    const [change] = await store.changes({ service: 'shop', limit: 1 });
    expect(change.message).toBe('a\ufffdb');
    const [past] = await store.past({ service: 'shop', limit: 1 });
    expect(past.summary).toBe('a\ufffdb');
  });

  it('never turns the order round when a clock is set back', async () => {
    const { store } = observations;
    await store.save(observation());
    clock.advance(-10_000);
    const { at } = await store.save(observation({ status: 'degraded' }));
    expect(at).toEqual(new Date('2026-03-10T12:00:00.001Z'));
  });

  it('goes by the clock of the database when none is given', async () => {
    const readClock = async () => {
      const { rows } = await database.knex.raw(
        "select date_trunc('milliseconds', clock_timestamp()) as now",
      );
      return rows[0].now.getTime();
    };
    const own = testObservations({ database });
    const before = await readClock();
    const { at } = await own.store.save(observation({ service: 'other' }));
    await own.close();
    expect(at.getTime()).toBeGreaterThanOrEqual(before);
    expect(at.getTime()).toBeLessThanOrEqual(await readClock());
  });
});
