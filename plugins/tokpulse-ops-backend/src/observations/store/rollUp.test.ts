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

import fc from 'fast-check';
import type {
  HealthStatus,
  MetricHistory,
  TrendPoint,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Database } from '../../runs/Database';
import { createMigratedDatabase, type TestDatabase } from '../../testing';
import type { Observation } from '../ObservationStore';
import { rollUp } from './rollUp';
import { saveObservation } from './saveObservation';
import { SKETCH_ERROR } from './sketch';
import {
  observation,
  TestClock,
  testObservations,
} from './__testUtils__/testObservations';

jest.setTimeout(300_000);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START = Date.parse('2026-02-27T21:17:31.250Z');

let database: TestDatabase;

beforeAll(async () => {
  database = await createMigratedDatabase();
});
afterAll(() => database.drop());

/** What happens, one after the other. */
interface Happening {
  readonly afterMs: number;
  readonly status: HealthStatus;
  readonly nextInMs: number;
  readonly values: readonly number[];
  readonly metric?: number;
  readonly keepsHouse: boolean;
}

const gap = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 5 * MINUTE_MS }) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 * HOUR_MS }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 * DAY_MS }) },
);

const happening: fc.Arbitrary<Happening> = fc.record({
  afterMs: gap,
  status: fc.constantFrom('healthy', 'degraded', 'unhealthy', 'unknown'),
  nextInMs: fc.constantFrom(1_000, 15_000, MINUTE_MS, HOUR_MS, 10 * HOUR_MS),
  values: fc.array(
    fc.double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true }),
    { maxLength: 6 },
  ),
  metric: fc.option(fc.integer({ min: -100, max: 100 }), { nil: undefined }),
  keepsHouse: fc.boolean(),
});

interface Seen extends Happening {
  readonly at: number;
}

/** The same figures, from everything that happened, millisecond by millisecond. */
class BruteForce {
  readonly #seen: readonly Seen[];
  readonly #now: number;

  constructor(seen: readonly Seen[], now: number) {
    this.#seen = seen;
    this.#now = now;
  }

  statusMs(status: HealthStatus, from: number, to: number): number {
    return this.#seen.reduce((sum, one, index) => {
      const next = this.#seen[index + 1]?.at ?? this.#now;
      const end = Math.min(
        ...[next, to, one.at + Math.min(3 * one.nextInMs, DAY_MS)],
      );
      const ms = one.status === status ? end - Math.max(one.at, from) : 0;
      return sum + Math.max(ms, 0);
    }, 0);
  }

  values(from: number, to: number): readonly number[] {
    return this.#in(from, to)
      .flatMap(({ values }) => values)
      .sort((one, other) => one - other);
  }

  metrics(from: number, to: number): readonly number[] {
    return this.#in(from, to).flatMap(({ metric }) =>
      metric === undefined ? [] : [metric],
    );
  }

  #in(from: number, to: number): readonly Seen[] {
    return this.#seen.filter(({ at }) => at >= from && at < to);
  }
}

const toObservation = (service: string, one: Happening): Observation =>
  observation({
    ...{ service, status: one.status, nextInMs: one.nextInMs },
    readings: [
      {
        ...{ host: 'api', name: 'response_time', unit: 'ms' },
        ...{ count: one.values.length, samples: one.values },
      },
    ],
    metrics:
      one.metric === undefined
        ? []
        : [{ host: 'api', name: 'up', labels: {}, value: one.metric }],
  });

function nearestRank(values: readonly number[], share: number): number {
  return values[Math.ceil(share * values.length) - 1];
}

function isNear(found: number | undefined, right: number): boolean {
  const most = right * SKETCH_ERROR * (1 + 1e-9) + 1e-9;
  return Math.abs((found ?? Number.NaN) - right) <= most;
}

function fitsReadings(
  point: TrendPoint,
  brute: BruteForce,
  stepMs: number,
): boolean {
  const at = Date.parse(point.at);
  const values = brute.values(at, at + stepMs);
  if (values.length === 0) {
    return point.count === 0 && point.p50 === undefined;
  }
  return (
    point.count === values.length &&
    point.max === values[values.length - 1] &&
    isNear(point.p50, nearestRank(values, 0.5)) &&
    isNear(point.p95, nearestRank(values, 0.95))
  );
}

function fitsMetrics(
  point: MetricHistory['series'][number]['points'][number],
  brute: BruteForce,
  stepMs: number,
): boolean {
  const at = Date.parse(point.at);
  const values = brute.metrics(at, at + stepMs);
  const mean = values.reduce((all, one) => all + one, 0) / values.length;
  return values.length === 0
    ? point.value === undefined
    : Math.abs((point.value ?? Number.NaN) - mean) < 1e-9;
}

describe('roll-ups', () => {
  it('are what a computation from every single observation gives', async () => {
    let services = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 1, maxLength: 25 }),
        gap,
        async (happenings, untilNow) => {
          services += 1;
          const service = `service-${services}`;
          const clock = new TestClock(new Date(START).toISOString());
          const { store, housekeeping, close } = testObservations({
            ...{ database, clock },
          });
          const seen: Seen[] = [];
          for (const one of happenings) {
            clock.advance(one.afterMs);
            await store.save(toObservation(service, one));
            seen.push({ ...one, at: clock.read().getTime() });
            if (one.keepsHouse) {
              await housekeeping.run();
            }
          }
          clock.advance(untilNow);
          const now = clock.read().getTime();
          const brute = new BruteForce(seen, now);

          const days = await store.days({ service, days: 90 });
          for (const day of days) {
            const from = Date.parse(day.date);
            const ms = (status: HealthStatus) =>
              brute.statusMs(status, from, from + DAY_MS);
            expect(day).toMatchObject({
              ...{ healthyMs: ms('healthy'), degradedMs: ms('degraded') },
              ...{ unhealthyMs: ms('unhealthy'), unknownMs: ms('unknown') },
            });
          }

          const windows = { '24h': 1, '7d': 7, '30d': 30, '90d': 90 } as const;
          for (const figures of await store.availability(service)) {
            const align = figures.window === '24h' ? MINUTE_MS : HOUR_MS;
            const start = now - windows[figures.window] * DAY_MS;
            const from = Math.floor(start / align) * align;
            const [healthy, degraded, unhealthy] = (
              ['healthy', 'degraded', 'unhealthy'] as const
            ).map(status => brute.statusMs(status, from, now));
            const known = healthy + degraded + unhealthy;
            expect(figures.downtimeMs).toBe(unhealthy);
            expect(figures.availability).toBe(
              known > 0 ? 1 - unhealthy / known : undefined,
            );
          }

          for (const window of ['24h', '7d', '30d', '90d'] as const) {
            const [trend] = await store.trends({ service, window });
            const history = await store.metricHistory({
              ...{ service, name: 'up', window },
            });
            const first = trend?.points[0] ?? history.series[0]?.points[0];
            const from = first ? Date.parse(first.at) : now;
            const kept = brute.values(from, now + 1);
            const read = trend?.points.reduce(
              (sum, { count }) => sum + count,
              0,
            );
            expect(read ?? 0).toBe(kept.length);
            const wrong = [
              ...(trend?.points ?? []).filter(
                point => !fitsReadings(point, brute, trend.stepMs),
              ),
              ...(history.series[0]?.points ?? []).filter(
                point => !fitsMetrics(point, brute, history.stepMs),
              ),
            ];
            expect(wrong).toEqual([]);
          }
          await close();
        },
      ),
      { seed: 20_260_310, numRuns: 40 },
    );
  });

  const figures = async () => {
    const tables = ['minutes', 'hours', 'days'].flatMap(stretch =>
      ['status', 'reading', 'metric'].map(family => `${family}_${stretch}`),
    );
    return Promise.all(
      [...tables, 'observations', 'observation_changes'].map(async table => {
        const { rows } = await database.knex.raw(
          'select to_jsonb(t) as row from ?? t order by 1',
          [table],
        );
        return [table, rows] as const;
      }),
    );
  };

  /** A service with an hour and a day that are over. */
  const twoDays = async (service: string) => {
    const clock = new TestClock('2026-03-01T10:59:00Z');
    const observations = testObservations({ database, clock });
    const one = toObservation(service, {
      ...{ afterMs: 0, status: 'unhealthy', nextInMs: 10 * HOUR_MS },
      ...{ values: [3, 4, 5], metric: 7, keepsHouse: false },
    });
    await observations.store.save(one);
    clock.advance(DAY_MS);
    await observations.store.save(one);
    return { clock, one, ...observations };
  };

  it('make the same when they are made again', async () => {
    const { close } = await twoDays('again');
    const before = await figures();
    const { rows } = await database.knex.raw(
      `select id from observed_services where service = 'again'`,
    );
    await rollUp(new Database({ knex: database.knex }), {
      serviceId: rows[0].id,
      rolledUntil: new Date('2026-03-01T10:00:00Z'),
      at: new Date('2026-03-02T10:59:00Z'),
    });
    expect(await figures()).toEqual(before);
    await close();
  });

  it('are not there at all when the save that makes them is cut off', async () => {
    const { one, housekeeping, close } = await twoDays('cut');
    // There is a place for the next day.
    await housekeeping.run();
    const before = await figures();
    const later = new Date('2026-03-03T12:00:00Z');
    const plugin = new Database({ knex: database.knex });
    await expect(
      plugin.transaction(async tx => {
        await saveObservation(tx, one, later);
        throw new Error('The replica died');
      }),
    ).rejects.toThrow('The replica died');
    expect(await figures()).toEqual(before);
    await close();
  });

  it('count every observation once when two replicas save at once', async () => {
    const replicas = [1, 2].map(() => testObservations({ database }));
    const saved = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        replicas[index % 2].store.save(
          toObservation('shared', {
            ...{ afterMs: 0, status: 'healthy', nextInMs: MINUTE_MS },
            ...{ values: [index + 1], metric: 1, keepsHouse: false },
          }),
        ),
      ),
    );
    const times = saved
      .map(({ at }) => at.getTime())
      .sort((one, other) => one - other);
    expect(new Set(times).size).toBe(40);
    expect(saved.filter(({ previous }) => previous === undefined)).toHaveLength(
      1,
    );
    expect(new Set(saved.map(({ since }) => since.getTime())).size).toBe(1);

    const [{ store }] = replicas;
    const [trend] = await store.trends({ service: 'shared', window: '24h' });
    const counted = trend.points.reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBe(40);
    const { rows } = await database.knex.raw(
      `select sum(healthy_ms)::int as ms from status_minutes
       where service_id = (select id from observed_services where service = 'shared')`,
    );
    expect(rows[0].ms).toBe(times[39] - times[0]);
    const past = await store.past({ service: 'shared', limit: 100 });
    expect(past).toHaveLength(40);
    await Promise.all(replicas.map(replica => replica.close()));
  });
});
