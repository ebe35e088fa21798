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

import { ConfigReader } from '@backstage/config';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createCollector } from '../../src/observations/collect';
import { createObservations } from '../../src/observations/store';
import { createRedactor } from '../../src/runs/redaction';
import { ConfiguredServices } from '../../src/services';
import { logger, openBenchDatabase } from './openBenchDatabase';
import { startResponder } from './startResponder';

const LOOK_EVERY_MS = 50;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes in use once what is not needed is gone. */
async function memory(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collectGarbage();
    await sleep(10);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * The collector, asking every service for everything as fast as it can: its
 * CPU (with that of the answers, which this process gives) and its memory.
 */
export async function measureCollections(options: {
  readonly url: string;
  readonly services: number;
  readonly rounds: number;
}): Promise<{
  readonly cpuMs: number;
  readonly requests: number;
  readonly perSecond: number;
  readonly memoryKiB: number;
}> {
  const responder = await startResponder();
  const { knex, database } = await openBenchDatabase(options.url);
  const { store, housekeeping, close } = createObservations({
    ...{ database, logger },
  });
  await housekeeping.open();
  const before = await memory();
  const services = ConfiguredServices.fromConfig(
    new ConfigReader({
      tokpulseOps: {
        services: Object.fromEntries(
          Array.from({ length: options.services }, (_, index) => [
            `service-${index}`,
            {
              allowedNetworks: ['127.0.0.0/8'],
              requestBudget: 1_000_000,
              collect: { every: '1s', whileUnhealthy: '1s' },
              metrics: { keep: [{ name: 'tokpulse_health_status' }] },
              hosts: {
                api: {
                  url: `${responder.url}/service-${index}`,
                  ...{ health: '/health', format: 'tokpulse' },
                  ...{ metrics: '/metrics', performance: '/performance' },
                },
              },
            },
          ]),
        ),
      },
    }),
    { fingerprintKey: 'of the benchmark' },
  );
  const { collector } = createCollector({
    ...{ services, database, store, logger },
    redactor: createRedactor({ secrets: ['a-secret-of-the-benchmark'] }),
  });
  let collected = 0;
  let failed = 0;
  collector.follow(async saved => {
    collected += 1;
    failed += saved.status === 'healthy' ? 0 : 1;
  });
  const until = async (count: number) => {
    while (collected < count) {
      await sleep(LOOK_EVERY_MS);
    }
  };

  await collector.open();
  // What is loaded and compiled once is not what a collection costs.
  await until(options.services);
  const [from, asked, started] = [
    collected,
    responder.answered(),
    performance.now(),
  ];
  const cpu = process.cpuUsage();
  await until(from + options.services * options.rounds);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - started) / 1000;
  const count = collected - from;
  const requests = (responder.answered() - asked) / count;
  // While it is in use: with what is under way just now.
  const after = await memory();
  await collector.close();
  if (failed > 0) {
    throw new Error(`${failed} of ${collected} collections were not healthy`);
  }
  const memoryKiB = (after - before) / 1024 / services.list().length;
  await close();
  await knex.destroy();
  await responder.stop();
  return {
    cpuMs: (user + system) / 1000 / count,
    ...{ requests, perSecond: count / seconds, memoryKiB },
  };
}
