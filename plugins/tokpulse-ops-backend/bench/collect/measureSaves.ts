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
import { percentile } from '../engine/statistics';
import { logger, openBenchDatabase } from './openBenchDatabase';
import { sampleObservation } from './sampleObservation';

const CONCURRENCY = 10;

interface Cost {
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Of this process, without that of the database. */
  readonly cpuMs: number;
}

/** Runs `work` so many times, a few at once. */
async function measure(
  times: number,
  work: (index: number, worker: number) => Promise<unknown>,
): Promise<Cost> {
  const durations: number[] = [];
  const before = process.cpuUsage();
  let next = 0;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async (_, worker) => {
      while (next < times) {
        const index = next;
        next += 1;
        const started = performance.now();
        await work(index, worker);
        durations.push(performance.now() - started);
      }
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return {
    p50Ms: percentile(durations, 0.5),
    p95Ms: percentile(durations, 0.95),
    cpuMs: (user + system) / 1000 / times,
  };
}

const observationOf = (index: number, services: number) =>
  sampleObservation({
    service: `service-${index % services}`,
    tick: Math.floor(index / services),
    details: Math.floor(index / services) % 5 === 0,
    nextInMs: 60_000,
  });

/** The least that an observation costs: one row, with plain `pg`. */
export async function measureInserts(options: {
  readonly url: string;
  readonly services: number;
  readonly rounds: number;
}): Promise<Cost> {
  const clients = Array.from(
    { length: CONCURRENCY },
    () => new Client(options.url),
  );
  await Promise.all(clients.map(client => client.connect()));
  await clients[0].query(`
    create table if not exists floor_observations (
      service text not null,
      at timestamptz not null default clock_timestamp(),
      status text not null,
      observation jsonb not null
    )`);
  await clients[0].query(`
    create index if not exists floor_observations_service
    on floor_observations (service, at)`);
  const cost = await measure(
    options.services * options.rounds,
    (index, worker) => {
      const observation = observationOf(index, options.services);
      return clients[worker].query({
        name: 'floor',
        text: `insert into floor_observations (service, status, observation)
          values ($1, $2, $3)`,
        values: [
          ...[observation.service, observation.status],
          JSON.stringify(observation),
        ],
      });
    },
  );
  await Promise.all(clients.map(client => client.end()));
  return cost;
}

/** What the store needs for the same observations. */
export async function measureSaves(options: {
  readonly url: string;
  readonly services: number;
  readonly rounds: number;
}): Promise<Cost> {
  const { knex, database } = await openBenchDatabase(options.url);
  const { store, housekeeping, close } = createObservations({
    ...{ database, logger },
  });
  await housekeeping.open();
  // Services and their series are made once; that is not what it costs later.
  await measure(options.services * 2, index =>
    store.save(observationOf(index, options.services)),
  );
  const cost = await measure(options.services * options.rounds, index =>
    store.save(observationOf(index, options.services)),
  );
  await close();
  await knex.destroy();
  return cost;
}
