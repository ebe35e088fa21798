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

import { eventually } from '../../src/testing';
import { begun, emptySteps, startBenchEngine } from './startBenchEngine';
import { percentile } from './statistics';

const WARM_UP_RUNS = 5;
const LATENCY_RUNS = 15;
const STEPS_OF_A_RUN = 40;
const IDLE_STARTS = 60;

/** Milliseconds of each step: from its intent to the intent of the next. */
const STEP_TIMES = `
  select extract(epoch from next - at)::float8 * 1000 as ms from (
    select run_id, at, lead(at) over (partition by run_id order by seq) as next
    from run_events
    where run_id = any (?) and body ->> 'type' = 'step-state'
      and body ->> 'state' = 'running'
  ) steps where next is not null`;

const LEFT = `
  select count(*)::int as left from runs
  where id = any (?) and state in ('queued', 'running')`;

const DRAINED = `
  select extract(epoch from max(finished_at) - min(started_at))::float8 as seconds,
    count(*) filter (where state = 'succeeded')::int as succeeded
  from runs where id = any (?)`;

/** What the engine needs for a step, for many runs at once, and to begin. */
export async function measureSteps(options: {
  readonly url: string;
  readonly runs: number;
  readonly steps: number;
  readonly concurrency: number;
}): Promise<{
  readonly stepP50Ms: number;
  readonly stepP95Ms: number;
  readonly stepsPerSecond: number;
  readonly idleToFirstStepP50Ms: number;
  readonly idleToFirstStepP95Ms: number;
}> {
  const bench = await startBenchEngine({
    url: options.url,
    slots: options.concurrency,
  });

  const single: string[] = [];
  for (let run = 0; run < WARM_UP_RUNS + LATENCY_RUNS; run += 1) {
    const id = await bench.start(emptySteps(STEPS_OF_A_RUN));
    await bench.end(id);
    if (run >= WARM_UP_RUNS) {
      single.push(id);
    }
  }
  const { rows: times } = await bench.knex.raw(STEP_TIMES, [single]);
  const stepTimes = times.map((row: { ms: number }) => row.ms);

  const idle: number[] = [];
  for (let start = 0; start < IDLE_STARTS; start += 1) {
    const asked = performance.now();
    const id = await bench.start(emptySteps(1));
    await bench.end(id);
    idle.push((begun.get(id) ?? Number.NaN) - asked);
  }

  // Let the runs of the throughput wait until all are there.
  await bench.stop();
  const many = await startBenchEngine({ url: options.url, slots: 0 });
  const ids: string[] = [];
  for (let run = 0; run < options.runs; run += 1) {
    ids.push(await many.start(emptySteps(options.steps)));
  }
  const workers = await startBenchEngine({
    url: options.url,
    slots: options.concurrency,
  });
  // Nobody follows the plain transactions of the floor either.
  await eventually(
    async () => {
      const { rows } = await many.knex.raw(LEFT, [ids]);
      return rows[0].left;
    },
    left => left === 0,
    { withinMs: 120_000, everyMs: 200, what: 'all runs to end' },
  );
  const { rows: drained } = await many.knex.raw(DRAINED, [ids]);
  await workers.stop();
  await many.stop();
  const [{ seconds, succeeded }] = drained;
  if (succeeded !== options.runs) {
    throw new Error(`Only ${succeeded} of ${options.runs} runs succeeded`);
  }
  return {
    stepP50Ms: percentile(stepTimes, 0.5),
    stepP95Ms: percentile(stepTimes, 0.95),
    stepsPerSecond: (options.runs * options.steps) / seconds,
    idleToFirstStepP50Ms: percentile(idle, 0.5),
    idleToFirstStepP95Ms: percentile(idle, 0.95),
  };
}
