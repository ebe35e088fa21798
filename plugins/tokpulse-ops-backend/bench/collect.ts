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
import { measureAvailability } from './collect/measureAvailability';
import { measureCollections } from './collect/measureCollections';
import { measureInserts, measureSaves } from './collect/measureSaves';
import { measureStorage } from './collect/measureStorage';
import { rounded } from './engine/statistics';

const SERVICES = 1_000;
const STORED_SERVICES = 20;
const ROUNDS = 5;

const targets = {
  /**
   * CPU of a replica for one collection of everything (four requests): 1,000
   * services each minute take a third of a core.
   */
  collectionCpuMs: 20,
  /** CPU of saving an observation against one row with plain `pg`. */
  saveCpuToFloor: 6,
  /** Of a service that is configured and collected, in the replica's heap. */
  memoryKiBPerService: 100,
  /** Single observations and figures of each minute, with indexes. */
  storageMiBPerServiceDay: 4,
  /** 90 days and all windows of one of 1,000 services. */
  availabilityP95Ms: 50,
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
  const load = { services: SERVICES, rounds: ROUNDS };

  // Before and after, since the machine may be busier at one time.
  const before = await withDatabase(url => measureInserts({ url, ...load }));
  const saves = await withDatabase(url => measureSaves({ url, ...load }));
  const after = await withDatabase(url => measureInserts({ url, ...load }));
  const collections = await withDatabase(url =>
    measureCollections({ url, ...load }),
  );
  const storage = await withDatabase(url =>
    measureStorage({ url, services: STORED_SERVICES }),
  );
  const availability = await withDatabase(url =>
    measureAvailability({ url, services: SERVICES }),
  );
  await server.stop();

  const floor = {
    insertP50Ms: rounded((before.p50Ms + after.p50Ms) / 2),
    insertCpuMs: rounded((before.cpuMs + after.cpuMs) / 2),
    availabilityFromRowsP50Ms: rounded(availability.floorP50Ms),
  };
  const measured = {
    saveP50Ms: rounded(saves.p50Ms),
    saveP95Ms: rounded(saves.p95Ms),
    saveCpuMs: rounded(saves.cpuMs),
    collectionCpuMs: rounded(collections.cpuMs),
    collectionsPerSecond: rounded(collections.perSecond),
    requestsPerCollection: rounded(collections.requests),
    memoryKiBPerService: rounded(collections.memoryKiB),
    rawKiBPerServiceDay: rounded(storage.rawKiB),
    minutesKiBPerServiceDay: rounded(storage.minutesKiB),
    hoursKiBPerServiceDay: rounded(storage.hoursKiB),
    availabilityP50Ms: rounded(availability.p50Ms),
    availabilityP95Ms: rounded(availability.p95Ms),
    rowsOfRollUps: availability.rows,
  };
  const ratios = {
    saveToFloor: rounded(measured.saveP50Ms / floor.insertP50Ms),
    saveCpuToFloor: rounded(measured.saveCpuMs / floor.insertCpuMs),
    availabilityToFloor: rounded(
      measured.availabilityP50Ms / floor.availabilityFromRowsP50Ms,
    ),
    storageMiBPerServiceDay: rounded(
      (measured.rawKiBPerServiceDay +
        measured.minutesKiBPerServiceDay +
        measured.hoursKiBPerServiceDay) /
        1024,
    ),
  };
  const met =
    measured.collectionCpuMs <= targets.collectionCpuMs &&
    ratios.saveCpuToFloor <= targets.saveCpuToFloor &&
    measured.memoryKiBPerService <= targets.memoryKiBPerService &&
    ratios.storageMiBPerServiceDay <= targets.storageMiBPerServiceDay &&
    measured.availabilityP95Ms < targets.availabilityP95Ms;
  const result = { name: 'collect', floor, measured, ratios, targets, met };

  if (process.argv.includes('--json')) {
    print(`${JSON.stringify(result)}\n`);
  } else {
    print(
      [
        `collect: ${met ? 'targets met' : 'targets missed'}`,
        `  ${SERVICES} services, everything (${measured.requestsPerCollection} requests) each time: ${measured.collectionCpuMs} ms CPU a collection (target ≤ ${targets.collectionCpuMs} ms), ${measured.collectionsPerSecond} collections/s`,
        `  memory: ${measured.memoryKiBPerService} KiB a service (target ≤ ${targets.memoryKiBPerService} KiB)`,
        `  save: ${measured.saveCpuMs} ms CPU, one row with plain pg ${floor.insertCpuMs} ms: ${ratios.saveCpuToFloor} times (target ≤ ${targets.saveCpuToFloor}); ${measured.saveP50Ms} ms (p95 ${measured.saveP95Ms}), plain pg ${floor.insertP50Ms} ms`,
        `  storage: ${ratios.storageMiBPerServiceDay} MiB a service and day (target ≤ ${targets.storageMiBPerServiceDay} MiB): observations ${measured.rawKiBPerServiceDay} KiB, minutes ${measured.minutesKiBPerServiceDay} KiB, hours ${measured.hoursKiBPerServiceDay} KiB`,
        `  availability of 90 days: ${measured.availabilityP50Ms} ms, p95 ${measured.availabilityP95Ms} ms (target < ${targets.availabilityP95Ms} ms), from single rows ${floor.availabilityFromRowsP50Ms} ms`,
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
