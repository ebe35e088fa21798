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

import { createMigratedDatabase, type TestDatabase } from '../../testing';
import {
  observation,
  TestClock,
  testObservations,
} from './__testUtils__/testObservations';

jest.setTimeout(60_000);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Figures of the services of other tests are still there. */
const SHOP = `(select id from observed_services where service = 'shop')`;

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

const today = async () => {
  const [day] = await observations.store.days({ service: 'shop', days: 1 });
  return day;
};

describe('how long a service had each status', () => {
  it('counts the time between two observations with the status of the earlier', async () => {
    const { store } = observations;
    await store.save(observation());
    clock.advance(90_000);
    await store.save(observation({ status: 'degraded' }));
    clock.advance(30_000);
    await store.save(observation({ status: 'unhealthy' }));
    clock.advance(20_000);
    await store.save(observation());
    expect(await today()).toEqual({
      ...{ date: '2026-03-10', availability: 1 - 20 / 140 },
      ...{ healthyMs: 90_000, degradedMs: 30_000, unhealthyMs: 20_000 },
      unknownMs: 0,
    });
  });

  it('counts the latest observation for as long as it stands, and no longer', async () => {
    const { store } = observations;
    await store.save(observation({ nextInMs: 60_000 }));
    clock.advance(45_000);
    expect((await today()).healthyMs).toBe(45_000);
    clock.advance(10 * MINUTE_MS);
    expect((await today()).healthyMs).toBe(3 * MINUTE_MS);
    // The gap stays a gap when somebody looks again.
    await store.save(observation());
    expect((await today()).healthyMs).toBe(3 * MINUTE_MS);
  });

  it('never counts what is not known as downtime', async () => {
    const { store } = observations;
    await store.save(observation());
    clock.advance(MINUTE_MS);
    await store.save(observation({ status: 'unknown' }));
    clock.advance(2 * MINUTE_MS);
    await store.save(observation());
    clock.advance(MINUTE_MS);
    expect(await today()).toMatchObject({
      ...{ availability: 1, healthyMs: 2 * MINUTE_MS, unhealthyMs: 0 },
      unknownMs: 2 * MINUTE_MS,
    });
    for (const figures of await store.availability('shop')) {
      expect(figures).toMatchObject({ availability: 1, downtimeMs: 0 });
    }
  });

  it('says nothing of the availability where nothing is known', async () => {
    const { store } = observations;
    expect(await store.availability('shop')).toEqual(
      ['24h', '7d', '30d', '90d'].map(window => ({
        ...{ window, observed: 0, downtimeMs: 0 },
      })),
    );
    await store.save(observation({ status: 'unknown' }));
    clock.advance(MINUTE_MS);
    expect(await today()).not.toHaveProperty('availability');
    const [day] = await store.availability('shop');
    expect(day).toEqual({ window: '24h', observed: 0, downtimeMs: 0 });
  });

  it('splits at midnight UTC', async () => {
    const { store } = observations;
    clock.set('2026-03-10T23:59:30Z');
    await store.save(observation({ status: 'unhealthy' }));
    clock.set('2026-03-11T00:00:15Z');
    const open = await store.days({ service: 'shop', days: 3 });
    await store.save(observation());
    const counted = await store.days({ service: 'shop', days: 3 });
    expect(counted.map(({ date, unhealthyMs }) => [date, unhealthyMs])).toEqual(
      [
        ['2026-03-09', 0],
        ['2026-03-10', 30_000],
        ['2026-03-11', 15_000],
      ],
    );
    expect(open).toEqual(counted);
  });

  it('counts an observation that stood over many hours in each of them', async () => {
    const { store } = observations;
    await store.save(observation({ nextInMs: 5 * HOUR_MS }));
    clock.advance(14 * HOUR_MS);
    await store.save(observation({ status: 'unhealthy' }));
    const { rows } = await database.knex.raw(
      `select at, healthy_ms from status_hours where service_id = ${SHOP}`,
    );
    expect(rows).toHaveLength(14);
    expect(
      rows.every((row: { healthy_ms: number }) => row.healthy_ms === HOUR_MS),
    ).toBe(true);
    const days = await store.days({ service: 'shop', days: 2 });
    expect(days.map(({ healthyMs }) => healthyMs)).toEqual([
      12 * HOUR_MS,
      2 * HOUR_MS,
    ]);
  });

  it('forgets in a window what is before it', async () => {
    const { store } = observations;
    await store.save(observation({ status: 'unhealthy', nextInMs: HOUR_MS }));
    clock.advance(HOUR_MS);
    await store.save(observation({ nextInMs: 8 * HOUR_MS }));
    clock.advance(24 * HOUR_MS);
    await store.save(observation({ nextInMs: HOUR_MS }));
    const figures = await store.availability('shop');
    expect(figures.map(({ downtimeMs }) => downtimeMs)).toEqual([
      ...[0, HOUR_MS, HOUR_MS, HOUR_MS],
    ]);
    expect(figures.map(({ observed }) => observed)).toEqual([
      ...[1, 25 / (7 * 24), 25 / (30 * 24), 25 / (90 * 24)],
    ]);
    expect(figures[1].availability).toBeCloseTo(24 / 25, 12);
  });

  it('keeps the figures of services that nobody observes any more', async () => {
    const { store, housekeeping } = observations;
    await store.save(observation({ status: 'unhealthy' }));
    clock.advance(3 * DAY_MS);
    expect(await housekeeping.run()).toMatchObject({ settled: 1 });
    expect(await housekeeping.run()).toMatchObject({ settled: 0 });
    const { rows } = await database.knex.raw(
      `select at, unhealthy_ms from status_days where service_id = ${SHOP}`,
    );
    expect(rows).toEqual([
      { at: new Date('2026-03-10T00:00:00Z'), unhealthy_ms: 3 * MINUTE_MS },
    ]);
    const before = await store.days({ service: 'shop', days: 4 });
    // Somebody looks again: nothing is counted twice.
    await store.save(observation());
    clock.advance(1_000);
    const after = await store.days({ service: 'shop', days: 4 });
    expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
    expect(after[3].healthyMs).toBe(1_000);
    expect(before[0].unhealthyMs).toBe(3 * MINUTE_MS);
  });
});
