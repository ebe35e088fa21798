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

import { createTestDatabase, startPostgresServer } from '../src/testing';
import { measureFloor } from './engine/measureFloor';
import { measureLineDelay, measureMemory } from './engine/measureOutput';
import { measureScaffolder } from './engine/measureScaffolder';
import { measureSteps } from './engine/measureSteps';
import { rounded } from './engine/statistics';

const RUNS = 200;
const STEPS = 10;
const CONCURRENCY = 10;

const targets = {
  /** Median of a durable step against two transactions of plain `pg`. */
  stepToFloor: 2,
  /** Steps a second of many runs at once against plain `pg`. */
  throughputToFloor: 0.4,
  idleToFirstStepP95Ms: 25,
  /** How much faster 40 steps are than in the Backstage scaffolder. */
  scaffolderToRun: 5,
  /** From the action's line to a follower on another replica. */
  lineToFollowerP95Ms: 150,
  /** Heap of a replica during a run of 300,000 lines. */
  memoryGrowthMiB: 64,
};

/** Keeps what libraries print from the one object that `--json` promises. */
function silenceOutput(): (text: string) => void {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  return text => write(text);
}

async function main(): Promise<boolean> {
  const print = silenceOutput();
  const server = await startPostgresServer({ durable: true });
  const withDatabase = async <T>(work: (url: string) => Promise<T>) => {
    const database = await createTestDatabase({ url: server.url });
    try {
      return await work(database.url);
    } finally {
      await database.drop();
    }
  };
  const load = { runs: RUNS, steps: STEPS, concurrency: CONCURRENCY };

  // PostgreSQL ends with this process: the backend of the last measurement
  // keeps connections to its end, and would report that they are cut.
  // Before and after, since the machine may be busier at one time.
  const before = await withDatabase(url => measureFloor({ url, ...load }));
  const steps = await withDatabase(url => measureSteps({ url, ...load }));
  const after = await withDatabase(url => measureFloor({ url, ...load }));
  const line = await withDatabase(url => measureLineDelay({ url }));
  const memory = await withDatabase(url => measureMemory({ url }));
  const scaffolder = await measureScaffolder({ url: server.url });

  const floor = {
    stepP50Ms: rounded((before.stepP50Ms + after.stepP50Ms) / 2),
    stepP95Ms: rounded((before.stepP95Ms + after.stepP95Ms) / 2),
    stepsPerSecond: Math.round(
      (before.stepsPerSecond + after.stepsPerSecond) / 2,
    ),
    scaffolder40StepsMs: rounded(scaffolder.scaffolderMs),
  };
  const measured = {
    stepP50Ms: rounded(steps.stepP50Ms),
    stepP95Ms: rounded(steps.stepP95Ms),
    stepsPerSecond: Math.round(steps.stepsPerSecond),
    idleToFirstStepP50Ms: rounded(steps.idleToFirstStepP50Ms),
    idleToFirstStepP95Ms: rounded(steps.idleToFirstStepP95Ms),
    run40StepsMs: rounded(scaffolder.runMs),
    lineToFollowerP50Ms: rounded(line.p50Ms),
    lineToFollowerP95Ms: rounded(line.p95Ms),
    memoryGrowthMiB: rounded(memory.growthMiB),
    lines300kSeconds: rounded(memory.seconds),
  };
  const ratios = {
    stepToFloor: rounded(measured.stepP50Ms / floor.stepP50Ms),
    throughputToFloor: rounded(measured.stepsPerSecond / floor.stepsPerSecond),
    scaffolderToRun: rounded(scaffolder.scaffolderMs / scaffolder.runMs),
  };
  const met =
    ratios.stepToFloor <= targets.stepToFloor &&
    ratios.throughputToFloor >= targets.throughputToFloor &&
    ratios.scaffolderToRun >= targets.scaffolderToRun &&
    measured.idleToFirstStepP95Ms <= targets.idleToFirstStepP95Ms &&
    measured.lineToFollowerP95Ms < targets.lineToFollowerP95Ms &&
    measured.memoryGrowthMiB <= targets.memoryGrowthMiB;
  const result = { name: 'engine', floor, measured, ratios, targets, met };

  if (process.argv.includes('--json')) {
    print(`${JSON.stringify(result)}\n`);
  } else {
    print(
      [
        `engine: ${met ? 'targets met' : 'targets missed'}`,
        `  step: ${measured.stepP50Ms} ms (p95 ${measured.stepP95Ms}), plain pg ${floor.stepP50Ms} ms: ${ratios.stepToFloor} times (target ≤ ${targets.stepToFloor})`,
        `  ${RUNS} runs × ${STEPS} steps, ${CONCURRENCY} at once: ${measured.stepsPerSecond} steps/s, plain pg ${floor.stepsPerSecond}: ${ratios.throughputToFloor} of it (target ≥ ${targets.throughputToFloor})`,
        `  idle to first step: ${measured.idleToFirstStepP50Ms} ms, p95 ${measured.idleToFirstStepP95Ms} ms (target ≤ ${targets.idleToFirstStepP95Ms} ms)`,
        `  40 steps: ${measured.run40StepsMs} ms, scaffolder ${floor.scaffolder40StepsMs} ms: ${ratios.scaffolderToRun} times faster (target ≥ ${targets.scaffolderToRun})`,
        `  line to follower: ${measured.lineToFollowerP50Ms} ms, p95 ${measured.lineToFollowerP95Ms} ms (target < ${targets.lineToFollowerP95Ms} ms)`,
        `  300,000 lines in ${measured.lines300kSeconds} s: heap +${measured.memoryGrowthMiB} MiB (target ≤ ${targets.memoryGrowthMiB} MiB)`,
        '',
      ].join('\n'),
    );
  }
  return met;
}

main().then(
  met => process.exit(met ? 0 : 1),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
