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

import type { Knex } from 'knex';
import type { Statement } from '../../runs/Database';
import { createMigratedDatabase, type TestDatabase } from '../../testing';
import { boundsSql, readBounds } from './bounds';
import { changesSql } from './changes';
import { endpointsSql, latestSql } from './latest';
import { lockServiceSql } from './lockService';
import { metricHistorySql } from './metricHistory';
import { pastSql } from './past';
import { rollUpDaysSql, rollUpHoursSql } from './rollUp';
import { seriesSql } from './series';
import { statusDaysSql } from './statusTimes';
import { statusWindowsSql } from './statusWindows';
import { rangesFrom, stepsOf } from './stretches';
import { TestClock, testObservations } from './__testUtils__/testObservations';
import { trendsSql } from './trends';
import { Database } from '../../runs/Database';
import { writeObservationSql } from './writeObservation';

jest.setTimeout(120_000);

const NOW = '2026-03-10T12:00:00Z';
const SERVICES = 600;

/** Everything that a page or a collection asks again and again, explained. */
describe('hot queries of observations', () => {
  let database: TestDatabase;
  let knex: Knex;
  let serviceId: number;
  let series: readonly number[];

  beforeAll(async () => {
    database = await createMigratedDatabase();
    knex = database.knex;
    const clock = new TestClock(NOW);
    const { housekeeping, close } = testObservations({ database, clock });
    await housekeeping.open();
    await close();
    await knex.raw(`
      insert into observed_services (service, at, status, since, next_at,
        stands_until, counted_until, rolled_until, observation)
      select 'service-' || n, now, 'healthy', now, now, now, now, now,
        '{"hosts":[]}'
      from generate_series(1, ${SERVICES}) n, (values ('${NOW}'::timestamptz)) t (now)`);
    await knex.raw(`
      insert into observed_endpoints (service_id, host, endpoint, answer)
      select id, 'host-' || n, 'metrics', '{}'
      from observed_services, generate_series(1, 10) n`);
    await knex.raw(`
      insert into observed_series (service_id, key, kind, host, name, unit, labels)
      select id, kind || n, kind, 'api', 'name-' || n, 'ms', '{}'
      from observed_services, generate_series(1, 5) n,
        unnest(array['reading', 'metric']) kind`);
    // Every partition is full, so that reading all of one would be a mistake.
    for (const [table, step, from, to] of [
      ['minutes', '1 minute', '2026-03-10', '2026-03-12'],
      ['hours', '1 hour', '2026-03-01', '2026-04-01'],
      ['days', '1 day', '2026-01-01', '2027-01-01'],
    ]) {
      const times = `generate_series('${from}T00:00:00Z'::timestamptz,
        '${to}T00:00:00Z'::timestamptz - interval '1 second',
        interval '${step}') stretch`;
      await knex.raw(`
        insert into status_${table}
        select stretch, id, 1, 0, 0, 0 from observed_services, ${times}
        where id % 10 = 0`);
      await knex.raw(`
        insert into reading_${table}
        select stretch, 1, id, '{1}', '{1}' from observed_series, ${times}
        where kind = 'reading' and service_id % 50 = 0`);
      await knex.raw(`
        insert into metric_${table}
        select stretch, 1, id, 1 from observed_series, ${times}
        where kind = 'metric' and service_id % 50 = 0`);
    }
    await knex.raw(`
      insert into observations (service_id, at, status, summary, hosts)
      select id, moment, 'healthy', 'All is well', '[]' from observed_services,
        generate_series('${NOW}'::timestamptz - interval '5 hours',
          '${NOW}'::timestamptz, interval '1 minute') moment
      where id % 10 = 0`);
    await knex.raw(`
      insert into observation_changes
        (service_id, at, position, from_status, to_status, message)
      select id, moment, 1, 'healthy', 'unknown', '' from observed_services,
        generate_series('${NOW}'::timestamptz - interval '5 hours',
          '${NOW}'::timestamptz, interval '15 seconds') moment
      where id % 10 = 0`);
    await knex.raw('analyze');
    ({ id: serviceId } = await knex('observed_services')
      .where({ service: 'service-50' })
      .first('id'));
    series = (
      await knex('observed_series')
        .where({ service_id: serviceId, kind: 'reading' })
        .select('id')
    ).map(({ id }) => id);
  });

  afterAll(() => database?.drop());

  /** Node types of a plan, with what they read. */
  const scans = async ({ text }: Statement, values: readonly unknown[]) => {
    const connection = await knex.client.acquireConnection();
    try {
      const { rows } = await connection.query(`explain (format json) ${text}`, [
        ...values,
      ]);
      const found: string[] = [];
      const walk = (node: Record<string, unknown>) => {
        if (typeof node['Relation Name'] === 'string') {
          found.push(`${node['Node Type']} ${node['Relation Name']}`);
        }
        if (node['Node Type'] === 'Sort') {
          found.push('Sort');
        }
        ((node.Plans as Record<string, unknown>[]) ?? []).forEach(walk);
      };
      walk(rows[0]['QUERY PLAN'][0].Plan);
      return found;
    } finally {
      await knex.client.releaseConnection(connection);
    }
  };

  /** The service with its row, and what is read of it. */
  const bounds = async () => {
    const found = await readBounds(
      new Database({ knex }),
      'service-50',
      new Date(NOW),
    );
    if (found === undefined) {
      throw new Error('The service was never observed');
    }
    return found;
  };

  const from = new Date('2025-12-11T00:00:00Z');
  const day = new Date('2026-03-10T00:00:00Z');
  const noon = new Date(NOW);

  it.each<[string, Statement, () => readonly unknown[]]>([
    ['the service itself', boundsSql, () => ['service-50', null]],
    ['the service to lock', lockServiceSql, () => ['service-50', null]],
    ['the latest observations', latestSql, () => [['service-1', 'service-2']]],
    ['the answers of endpoints', endpointsSql, () => [[serviceId]]],
    ['series', seriesSql, () => [serviceId, 'reading', null, null]],
    ['what changed', changesSql, () => ['service-50', 20]],
    ['single observations', pastSql, () => ['service-50', NOW, 20]],
    ...[...rollUpHoursSql, ...rollUpDaysSql].map(
      (statement): [string, Statement, () => readonly unknown[]] => [
        `what to make of it: ${statement.name}`,
        statement,
        () => [serviceId, new Date('2026-03-10T11:00:00Z'), noon],
      ],
    ),
    [
      'what an observation adds to',
      writeObservationSql,
      () => [
        ...[serviceId, noon, 'healthy', '{"summary":""}', '[]', '{}'],
        ...[noon, null, noon, noon, noon, '[]'],
        '[{"key":"reading1","kind":"reading"}]',
        ...['healthy', noon, noon],
      ],
    ],
  ])('finds %s by an index', async (_what, statement, values) => {
    const found = await scans(statement, values());
    expect(found.filter(one => /^Seq Scan/.test(one))).toEqual([]);
    expect(found.join()).toMatch(/Index|Bitmap/);
  });

  it('reads lists in the order of their index', async () => {
    for (const [statement, values] of [
      [changesSql, ['service-50', 20]],
      [pastSql, ['service-50', NOW, 20]],
    ] as const) {
      expect(await scans(statement, values)).not.toContain('Sort');
    }
  });

  it('reads days and windows by an index', async () => {
    const found = await bounds();
    const days = [serviceId, ...rangesFrom(from, 'days', found)];
    const windows = [
      ...[serviceId, found.day, found.hour],
      // Starts, first full hours, first full days, and the first two starts.
      ...[[noon, from], [noon, from], [noon, day], from, noon],
    ];
    for (const [statement, values] of [
      [statusDaysSql, days],
      [statusWindowsSql, windows],
    ] as const) {
      const plan = await scans(statement, values);
      expect(plan.filter(one => /^Seq Scan/.test(one))).toEqual([]);
      expect(plan.join()).toMatch(/Index|Bitmap/);
    }
  });

  it.each(['24h', '7d', '30d', '90d'] as const)(
    'draws %s by an index',
    async window => {
      const { stepMs, ranges } = stepsOf(window, await bounds());
      const values = [series, stepMs / 1000, ...ranges];
      for (const plan of [
        await scans(trendsSql, [...values, null]),
        await scans(metricHistorySql, values),
      ]) {
        expect(plan.filter(one => /^Seq Scan/.test(one))).toEqual([]);
        expect(plan.join()).toMatch(/Index|Bitmap/);
      }
    },
  );
});
