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
import { percentile } from './statistics';

const STEPS = 400;

const SCHEMA = `
  create table if not exists floor_steps (
    run integer, step integer, state text, output jsonb, primary key (run, step)
  );
  create table if not exists floor_events (
    id bigint generated always as identity primary key,
    run integer, body jsonb
  )`;

/** The least that a durable step costs: two transactions with plain `pg`. */
async function step(client: Client, run: number, index: number) {
  await client.query('begin');
  await client.query(
    `insert into floor_steps (run, step, state) values ($1, $2, 'running')`,
    [run, index],
  );
  await client.query('insert into floor_events (run, body) values ($1, $2)', [
    run,
    { step: index, state: 'running' },
  ]);
  await client.query('commit');
  await client.query('begin');
  await client.query(
    `update floor_steps set state = 'succeeded', output = $3
     where run = $1 and step = $2`,
    [run, index, { index }],
  );
  await client.query('insert into floor_events (run, body) values ($1, $2)', [
    run,
    { step: index, state: 'succeeded', output: { index } },
  ]);
  await client.query('commit');
}

/** What plain `pg` needs for the same work, one after the other and at once. */
export async function measureFloor(options: {
  readonly url: string;
  readonly runs: number;
  readonly steps: number;
  readonly concurrency: number;
}): Promise<{
  readonly stepP50Ms: number;
  readonly stepP95Ms: number;
  readonly stepsPerSecond: number;
}> {
  const clients = Array.from(
    { length: options.concurrency },
    () => new Client(options.url),
  );
  await Promise.all(clients.map(client => client.connect()));
  const [first] = clients;
  await first.query(SCHEMA);
  await first.query('truncate floor_steps, floor_events');

  const times: number[] = [];
  for (let index = 0; index < STEPS; index += 1) {
    const started = performance.now();
    await step(first, -1, index);
    times.push(performance.now() - started);
  }

  let next = 0;
  const started = performance.now();
  await Promise.all(
    clients.map(async client => {
      while (next < options.runs) {
        const run = next;
        next += 1;
        for (let index = 0; index < options.steps; index += 1) {
          await step(client, run, index);
        }
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(clients.map(client => client.end()));
  return {
    stepP50Ms: percentile(times, 0.5),
    stepP95Ms: percentile(times, 0.95),
    stepsPerSecond: (options.runs * options.steps) / seconds,
  };
}
