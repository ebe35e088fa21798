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

import { createObservations } from '../../src/observations/store';
import { logger, openBenchDatabase } from './openBenchDatabase';
import { sampleObservation } from './sampleObservation';

const EVERY_MS = 60_000;
const ROUNDS = (24 * 60 * 60_000) / EVERY_MS;
const START = Date.parse('2026-03-10T00:00:00Z');

const SIZES = `
  select sum(pg_total_relation_size(inhrelid))
      filter (where parent = 'observations')::float8 as raw,
    sum(pg_total_relation_size(inhrelid))
      filter (where parent like '%minutes')::float8 as minutes,
    sum(pg_total_relation_size(inhrelid))
      filter (where parent like '%hours')::float8 as hours
  from pg_inherits
  join (select oid, relname as parent from pg_class) p on p.oid = inhparent
  where parent ~ '^(observations|(status|reading|metric)_(minutes|hours))$'`;

/**
 * What a day of one service takes, with its indexes: collected each minute,
 * everything each fifth. The day is simulated; the database writes all of it.
 */
export async function measureStorage(options: {
  readonly url: string;
  readonly services: number;
}): Promise<{
  readonly rawKiB: number;
  readonly minutesKiB: number;
  readonly hoursKiB: number;
}> {
  const { knex, database } = await openBenchDatabase(options.url);
  let now = START;
  const { store, close } = createObservations({
    ...{ database, logger, clock: () => new Date(now) },
  });
  for (let tick = 0; tick < ROUNDS; tick += 1) {
    now = START + tick * EVERY_MS;
    await Promise.all(
      Array.from({ length: options.services }, (_, index) =>
        store.save(
          sampleObservation({
            service: `service-${index}`,
            ...{ tick, details: tick % 5 === 0, nextInMs: EVERY_MS },
          }),
        ),
      ),
    );
  }
  await close();
  const { rows } = await knex.raw(SIZES);
  await knex.destroy();
  const kiB = (bytes: number) => bytes / 1024 / options.services;
  const [{ raw, minutes, hours }] = rows;
  return { rawKiB: kiB(raw), minutesKiB: kiB(minutes), hoursKiB: kiB(hours) };
}
