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

import { startEngineProcess } from '../../harness/startEngineProcess';
import { startLedgerProvider } from '../../harness/startLedgerProvider';
import { startBenchEngine } from './startBenchEngine';
import { percentile } from './statistics';

const LINES = 400;
const MANY_LINES = 300_000;
const SAMPLE_MS = 100;

/** How long a line takes from the action to a follower on another replica. */
export async function measureLineDelay(options: {
  readonly url: string;
}): Promise<{ readonly p50Ms: number; readonly p95Ms: number }> {
  const workers = await startBenchEngine({ url: options.url, slots: 2 });
  const follower = await startBenchEngine({ url: options.url, slots: 0 });
  const id = await follower.start([
    { id: 'chatter', action: 'bench:chatter', input: { lines: LINES } },
  ]);
  const delays: number[] = [];
  for await (const { body } of follower.engine.follow({
    runId: id,
    after: 0,
    signal: AbortSignal.timeout(60_000),
  })) {
    if (body.type === 'log') {
      const now = performance.now();
      delays.push(...body.lines.map(line => now - Number(line.text)));
    }
  }
  await workers.stop();
  await follower.stop();
  if (delays.length !== LINES) {
    throw new Error(`${delays.length} of ${LINES} lines arrived`);
  }
  return { p50Ms: percentile(delays, 0.5), p95Ms: percentile(delays, 0.95) };
}

/** By how much a run with 300,000 lines makes a replica grow that is followed. */
export async function measureMemory(options: {
  readonly url: string;
}): Promise<{ readonly growthMiB: number; readonly seconds: number }> {
  const provider = await startLedgerProvider();
  const steering = await startBenchEngine({ url: options.url, slots: 0 });
  const replica = await startEngineProcess({
    url: options.url,
    provider: provider.url,
    replica: 'measured',
    slots: 2,
    secrets: ['a-secret-of-the-benchmark'],
  });
  const lines = (count: number) =>
    steering.start([
      { id: 'lines', action: 'harness:lines', input: { count } },
    ]);

  const warmUp = await lines(5_000);
  await replica.follow(warmUp);
  await steering.end(warmUp);
  const before = await replica.heapUsed();

  const started = performance.now();
  const id = await lines(MANY_LINES);
  await replica.follow(id);
  let most = before;
  let over = false;
  const end = steering.end(id).finally(() => {
    over = true;
  });
  while (!over) {
    most = Math.max(most, await replica.heapUsed());
    await Promise.race([
      end,
      new Promise(resolve => setTimeout(resolve, SAMPLE_MS)),
    ]);
  }
  await end;
  const seconds = (performance.now() - started) / 1000;
  most = Math.max(most, await replica.heapUsed());
  const run = await steering.engine.get(id);
  if (run?.logLines !== MANY_LINES) {
    throw new Error(`${run?.logLines} of ${MANY_LINES} lines were kept`);
  }
  await replica.close();
  await steering.stop();
  await provider.stop();
  return { growthMiB: (most - before) / 1024 / 1024, seconds };
}
