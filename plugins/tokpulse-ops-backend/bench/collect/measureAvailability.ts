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

import { Client } from 'pg';
import { createObservations } from '../../src/observations/store';
import { ObservationPartitions } from '../../src/observations/store/partitions';
import { percentile } from '../engine/statistics';
import { logger, openBenchDatabase } from './openBenchDatabase';

const DAYS = 90;
const HOURS_OF_MINUTES = 36;
const READS = 300;
const FLOOR_READS = 10;
const DAY_MS = 24 * 60 * 60_000;
const NOW = new Date('2026-03-10T18:30:00Z');

/** One service in a hundred was down in the middle of each of its days. */
const times = (table: string, step: string, from: string, ms: number) => `
  insert into status_${table}
    (at, service_id, healthy_ms, degraded_ms, unhealthy_ms, unknown_ms)
  select at, id, ${ms} - ${ms / 20} * (id % 100 = 0)::int, 0,
    ${ms / 20} * (id % 100 = 0)::int, 0
  from (select id from observed_services) services, generate_series(
    date_trunc('day', $1::timestamptz, 'UTC') - interval '${from}',
    $1::timestamptz - interval '${step}', interval '${step}') at`;

/** Rows that the floor reads: one observation each minute. */
const FLOOR_ROWS = `
  create table floor_observations as
  select 'service-1' as service, at, 'healthy' as status
  from generate_series($1::timestamptz - interval '${DAYS} days',
    $1::timestamptz, interval '1 minute') at`;

const FLOOR_READ = `
  select date_trunc('day', at, 'UTC') as day,
    sum(ms) filter (where status <> 'unhealthy') as up, sum(ms) as known
  from (
    select status, at, extract(epoch from
      lead(at) over (order by at) - at) * 1000 as ms
    from floor_observations where service = 'service-1'
  ) stood
  group by 1 order by 1`;

/** How long it takes to read 90 days of one of many services. */
export async function measureAvailability(options: {
  readonly url: string;
  readonly services: number;
}): Promise<{
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly floorP50Ms: number;
  readonly rows: number;
}> {
  const { knex, database } = await openBenchDatabase(options.url);
  const { store, housekeeping, close } = createObservations({
    ...{ database, logger, clock: () => NOW },
  });
  await new ObservationPartitions({ database }).ensure(
    Array.from(
      { length: DAYS + 1 },
      (_, index) => new Date(NOW.getTime() - (index - 1) * DAY_MS),
    ),
  );
  const client = new Client(options.url);
  await client.connect();
  await client.query(
    `insert into observed_services (service, at, status, since, next_at,
       stands_until, counted_until, rolled_until, observation)
     select 'service-' || n, $1, 'healthy', $1, $1, $1, $1,
       date_trunc('hour', $1::timestamptz), '{"hosts":[]}'
     from generate_series(1, $2::integer) n`,
    [NOW, options.services],
  );
  // As many partitions as there are where observations are kept for long.
  await housekeeping.run();
  await client.query(times('days', '1 day', `${DAYS} days`, DAY_MS), [NOW]);
  await client.query(times('hours', '1 hour', `${DAYS} days`, DAY_MS / 24), [
    NOW,
  ]);
  await client.query(
    times('minutes', '1 minute', `${HOURS_OF_MINUTES - 18} hours`, 60_000),
    [NOW],
  );
  await client.query(FLOOR_ROWS, [NOW]);
  await client.query(
    'create index on floor_observations (service, at); analyze',
  );
  const { rows } = await client.query(
    `select (select count(*) from status_hours)::int
       + (select count(*) from status_days)::int
       + (select count(*) from status_minutes)::int as rows`,
  );

  const read = async (index: number) => {
    const service = `service-${1 + ((index * 37) % options.services)}`;
    const started = performance.now();
    const [days, windows] = await Promise.all([
      store.days({ service, days: DAYS }),
      store.availability(service),
    ]);
    const known = days.filter(({ availability }) => availability !== undefined);
    if (known.length !== DAYS || windows.length !== 4) {
      throw new Error(`Of ${service} only ${known.length} days were read`);
    }
    return performance.now() - started;
  };
  const durations: number[] = [];
  for (let index = 0; index < READS; index += 1) {
    durations.push(await read(index));
  }
  const floor: number[] = [];
  for (let index = 0; index < FLOOR_READS; index += 1) {
    const started = performance.now();
    await client.query(FLOOR_READ);
    floor.push(performance.now() - started);
  }
  await client.end();
  await close();
  await knex.destroy();
  return {
    p50Ms: percentile(durations, 0.5),
    p95Ms: percentile(durations, 0.95),
    floorP50Ms: percentile(floor, 0.5),
    rows: rows[0].rows,
  };
}
