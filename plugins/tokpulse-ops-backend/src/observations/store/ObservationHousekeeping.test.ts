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
  createMigratedDatabase,
  eventually,
  type TestDatabase,
} from '../../testing';
import { Database } from '../../runs/Database';
import { Listener } from '../../runs/Listener';
import { defaultObservationRetention } from '../observationsConfig';
import { observationsChannel, readObservationsPayload } from '.';
import { observationsPayloads } from './observationsChannel';
import {
  host,
  observation,
  TestClock,
  testObservations,
} from './__testUtils__/testObservations';
import { mockServices } from '@backstage/backend-test-utils';

jest.setTimeout(60_000);

const DAY_MS = 24 * 60 * 60_000;

let database: TestDatabase;

beforeAll(async () => {
  database = await createMigratedDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.knex.raw('truncate observed_services cascade');
  const { rows } = await database.knex.raw(
    `select inhrelid::regclass::text as name from pg_inherits
     join pg_class on pg_class.oid = inhparent
     where relkind = 'p' and relname ~ '^(observation|status|reading|metric)'`,
  );
  for (const { name } of rows) {
    await database.knex.raw('drop table ??', [name]);
  }
});

const partitions = async (table: string): Promise<readonly string[]> => {
  const { rows } = await database.knex.raw(
    `select inhrelid::regclass::text as name from pg_inherits
     where inhparent = ?::regclass order by 1`,
    [table],
  );
  return rows.map((row: { name: string }) => row.name.slice(table.length + 1));
};

const observed = (status: 'healthy' | 'unhealthy' = 'healthy') =>
  observation({
    ...{ status, hosts: [host({ status })] },
    readings: [
      { host: 'api', name: 'response_time', unit: 'ms', p50: 20, count: 1 },
    ],
    metrics: [{ host: 'api', name: 'up', labels: {}, value: 1 }],
  });

describe('housekeeping of observations', () => {
  it('makes the partitions of today and tomorrow when it opens', async () => {
    const clock = new TestClock('2026-12-31T23:00:00Z');
    const { housekeeping, close } = testObservations({ database, clock });
    await housekeeping.open();
    expect(await partitions('observations')).toEqual([
      ...['2026_12_31', '2027_01_01'],
    ]);
    expect(await partitions('status_hours')).toEqual(['2026_12', '2027_01']);
    expect(await partitions('reading_days')).toEqual(['2026', '2027']);
    await close();
  });

  it('lets many replicas open at once', async () => {
    const replicas = Array.from({ length: 4 }, () =>
      testObservations({ database }),
    );
    await Promise.all(replicas.map(({ housekeeping }) => housekeeping.open()));
    await Promise.all(replicas.map(({ store }) => store.save(observed())));
    expect(await partitions('observations')).toHaveLength(2);
    await Promise.all(replicas.map(replica => replica.close()));
  });

  it('is not needed for saving: partitions are made when there is none', async () => {
    const clock = new TestClock('2026-03-10T23:59:59Z');
    const { store, close } = testObservations({ database, clock });
    await store.save(observed());
    clock.advance(2_000);
    await store.save(observed());
    expect(await partitions('observations')).toEqual([
      ...['2026_03_10', '2026_03_11'],
    ]);
    await close();
  });

  it('drops each kind of figures when it is older than it is kept', async () => {
    const clock = new TestClock('2024-01-10T12:00:00Z');
    const { store, housekeeping, close } = testObservations({
      ...{ database, clock },
      retention: {
        ...defaultObservationRetention,
        ...{ rawMs: 2 * DAY_MS, minutesMs: 14 * DAY_MS },
        ...{ hoursMs: 100 * DAY_MS, daysMs: 800 * DAY_MS },
      },
    });
    await store.save(observed('unhealthy'));

    clock.set('2024-01-13T12:00:00Z');
    const first = await housekeeping.run();
    expect(first.dropped).toContain('observations_2024_01_10');
    expect(first.dropped).not.toContain('status_minutes_2024_01_10');
    expect(await store.past({ service: 'shop', limit: 9 })).toEqual([]);

    const downtime = async (days: number) =>
      (await store.days({ service: 'shop', days }))[0].unhealthyMs;
    clock.set('2024-01-26T12:00:00Z');
    expect((await housekeeping.run()).dropped).toEqual(
      expect.arrayContaining([
        ...['status_minutes_2024_01_10', 'reading_minutes_2024_01_10'],
        'metric_minutes_2024_01_10',
      ]),
    );
    expect(await downtime(17)).toBe(180_000);
    expect(await store.changes({ service: 'shop', limit: 9 })).toHaveLength(2);

    clock.set('2024-05-20T12:00:00Z');
    expect((await housekeeping.run()).dropped).toEqual(
      expect.arrayContaining([
        'status_hours_2024_01',
        'observation_changes_2024_01',
      ]),
    );
    expect(await downtime(132)).toBe(180_000);
    expect(await store.changes({ service: 'shop', limit: 9 })).toEqual([]);

    clock.set('2027-05-20T12:00:00Z');
    expect((await housekeeping.run()).dropped).toContain('status_days_2024');
    const { rows } = await database.knex.raw('select * from status_days');
    expect(rows).toEqual([]);
    await close();
  });

  it('drops no figures that are not yet in those of the longer stretch', async () => {
    const clock = new TestClock('2026-03-10T12:00:00Z');
    const { store, housekeeping, close } = testObservations({
      ...{ database, clock },
    });
    // Stands for a day, and is asked about long after: nothing was counted.
    await store.save(observation({ nextInMs: DAY_MS }));
    clock.advance(30 * DAY_MS);
    await housekeeping.run();
    const days = await store.days({ service: 'shop', days: 31 });
    expect(days.map(({ healthyMs }) => healthyMs).slice(0, 3)).toEqual([
      ...[DAY_MS / 2, DAY_MS / 2, 0],
    ]);
    await close();
  });

  it('has a place for what the last observation stood for, however long ago', async () => {
    const clock = new TestClock('2026-03-10T12:00:00Z');
    const { store, close } = testObservations({ database, clock });
    await store.save(observation({ nextInMs: DAY_MS }));
    clock.advance(30 * DAY_MS);
    await store.save(observation());
    const days = await store.days({ service: 'shop', days: 31 });
    expect(days.map(({ healthyMs }) => healthyMs).slice(0, 3)).toEqual([
      ...[DAY_MS / 2, DAY_MS / 2, 0],
    ]);
    await close();
  });

  it('leaves a partition that somebody reads for the next time', async () => {
    const clock = new TestClock('2026-03-10T12:00:00Z');
    const { store, housekeeping, close } = testObservations({
      ...{ database, clock },
    });
    await store.save(observed());
    clock.advance(5 * DAY_MS);
    const reader = await database.knex.transaction();
    await reader.raw('select * from observations');
    expect((await housekeeping.run()).dropped).toEqual([]);
    await reader.commit();
    expect((await housekeeping.run()).dropped).toContain(
      'observations_2026_03_10',
    );
    await close();
  });
});

describe('the channel of observations', () => {
  it('tells other replicas, after the commit, what can be read then', async () => {
    const plugin = new Database({ knex: database.knex });
    const listener = new Listener({
      ...{ database: plugin, logger: mockServices.logger.mock() },
    });
    const { store, close } = testObservations({ database });
    const heard: string[] = [];
    await listener.open();
    await listener.subscribe({
      channel: observationsChannel,
      onNotification: payload =>
        heard.push(...readObservationsPayload(payload)),
      onReconnect() {},
    });
    await Promise.all(
      ['one', 'two', 'three'].map(service =>
        store.save(observation({ service })),
      ),
    );
    await eventually(
      () => heard.length,
      count => count >= 3,
    );
    expect([...heard].sort()).toEqual(['one', 'three', 'two']);
    await close();
    await listener.close();
  });

  it('takes as many notifications as the ids need', () => {
    const services = Array.from({ length: 1_000 }, (_, n) => `service-${n}`);
    const payloads = observationsPayloads(services);
    expect(payloads.length).toBeGreaterThan(1);
    expect(payloads.every(one => Buffer.byteLength(one) < 8_000)).toBe(true);
    expect(payloads.flatMap(readObservationsPayload)).toEqual(services);
    expect(observationsPayloads([])).toEqual([]);
  });

  it.each(['', 'nothing', '{"services":[]}', '[1,{}]'])(
    'reads nothing from %j',
    payload => {
      expect(readObservationsPayload(payload)).toEqual([]);
    },
  );
});
