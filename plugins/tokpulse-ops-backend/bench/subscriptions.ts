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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { createMockServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node/testUtils';
import { createBillingDatabase } from '../src/__testUtils__/billingDatabase';
import { ServiceSubscriptions } from '../src/subscriptions/ServiceSubscriptions';
import { startPostgresServer } from '../src/testing';
import { rounded } from './engine/statistics';
import { manyRows } from './subscriptions/manyRows';
import { measureFloor } from './subscriptions/measureFloor';
import {
  measureLists,
  measureLookUps,
  measureRareFilters,
  type ReadTimes,
} from './subscriptions/measureReads';

const SUBSCRIPTIONS = 1_000_000;
const FLOOR_READS = 100;
const DROPPED = { table: 'subscriptions', column: 'status' };

const targets = {
  /** The slowest of all kinds of lists, and of all kinds of look-ups. */
  listP95Ms: 100,
  lookUpP95Ms: 100,
  /** Everything counted anew; it is done at most every half minute. */
  overviewMs: 2_000,
  /** As it is answered while the counts are still good. */
  overviewAgainP95Ms: 5,
};

const logger: LoggerService = {
  error: message => process.stderr.write(`${message}\n`),
  warn: message => process.stderr.write(`${message}\n`),
  info() {},
  debug() {},
  child: () => logger,
};

/** Keeps what libraries print from the one object that `--json` promises. */
function silenceOutput(): (text: string) => void {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  return text => write(text);
}

function slowest(times: readonly ReadTimes[]): ReadTimes {
  return times.reduce((worst, it) => (it.p95Ms > worst.p95Ms ? it : worst));
}

async function timed<T>(work: () => Promise<T>) {
  const startedAt = performance.now();
  const answer = await work();
  return { answer, ms: performance.now() - startedAt };
}

async function main(): Promise<boolean> {
  const print = silenceOutput();
  const server = await startPostgresServer();
  const database = await createBillingDatabase(undefined, {
    url: server.url,
    sql: manyRows(SUBSCRIPTIONS),
  });
  await database.knex.raw('VACUUM ANALYZE');
  const open = () =>
    new ServiceSubscriptions({
      service: createMockServiceAccess({
        settings: {
          postgres: { primary: { readOnlyConnection: database.readOnlyUrl } },
        },
      }),
      logger,
      stopping: new AbortController().signal,
    });

  const floor = await measureFloor({
    url: database.readOnlyUrl,
    ids: Array.from(
      { length: FLOOR_READS },
      (_, index) =>
        `s${String(1 + ((index * 7_919) % SUBSCRIPTIONS)).padStart(8, '0')}`,
    ),
  });
  const subscriptions = open();
  // As on the page, where the overview stands above the list.
  const counted = await timed(() => subscriptions.overview());
  const withTheirIndexes = await measureLists(subscriptions, SUBSCRIPTIONS);
  const lookUps = await measureLookUps(subscriptions, SUBSCRIPTIONS);
  const rareWithout = await measureRareFilters(subscriptions);
  for (const { sql } of counted.answer.missingIndexes) {
    await database.knex.raw(sql);
  }
  await database.knex.raw('ANALYZE');
  const advised = open();
  await advised.overview();
  const lists = [...withTheirIndexes, ...(await measureRareFilters(advised))];
  const again = [];
  for (let sample = 0; sample < 20; sample += 1) {
    again.push((await timed(() => subscriptions.overview())).ms);
  }
  const before = counted.answer.missingIndexes.map(({ columns }) => columns);
  await database.knex.raw('DROP INDEX "subscriptions_status_idx"');
  const without = await open().overview();
  const named = without.missingIndexes.some(
    ({ table, columns }) =>
      table === DROPPED.table && columns.includes(DROPPED.column),
  );

  const listed = slowest(lists);
  const lookedUp = slowest(lookUps);
  const measured = {
    lists: Object.fromEntries(
      lists.map(({ name, p95Ms }) => [name, rounded(p95Ms)]),
    ),
    /** Before the indexes were added that the overview names. */
    rareFiltersWithoutIndex: Object.fromEntries(
      rareWithout.map(({ name, p95Ms }) => [name, rounded(p95Ms)]),
    ),
    lookUps: Object.fromEntries(
      lookUps.map(({ name, p95Ms }) => [name, rounded(p95Ms)]),
    ),
    listP95Ms: rounded(listed.p95Ms),
    slowestList: listed.name,
    lookUpP95Ms: rounded(lookedUp.p95Ms),
    slowestLookUp: lookedUp.name,
    overviewMs: rounded(counted.ms),
    overviewAgainP95Ms: rounded(Math.max(...again)),
    counted: counted.answer.total,
    missingIndexes: before.map(columns => columns.join(', ')),
    droppedIndexIsNamed: named,
  };
  const [firstPage] = lists;
  const ratios = {
    firstPageToOwnConnection: rounded(
      firstPage.p50Ms / floor.ownConnectionP50Ms,
    ),
    slowestListToOwnConnection: rounded(
      listed.p95Ms / floor.ownConnectionP95Ms,
    ),
    slowestLookUpToOwnConnection: rounded(
      lookedUp.p95Ms / floor.ownConnectionP95Ms,
    ),
  };
  const met =
    measured.counted === SUBSCRIPTIONS &&
    named &&
    measured.listP95Ms < targets.listP95Ms &&
    measured.lookUpP95Ms < targets.lookUpP95Ms &&
    measured.overviewMs < targets.overviewMs &&
    measured.overviewAgainP95Ms < targets.overviewAgainP95Ms;
  const result = {
    name: 'subscriptions',
    floor: Object.fromEntries(
      Object.entries(floor).map(([name, ms]) => [name, rounded(ms)]),
    ),
    ...{ measured, ratios, targets, met },
  };

  if (process.argv.includes('--json')) {
    print(`${JSON.stringify(result)}\n`);
  } else {
    print(
      [
        `subscriptions: ${met ? 'targets met' : 'targets missed'}`,
        `  ${SUBSCRIPTIONS.toLocaleString(
          'en-US',
        )} subscriptions, with the indexes that TokPulse has`,
        `  plain pg, one row by its key: ${rounded(
          floor.rowP50Ms,
        )} ms; on a connection of its own: ${rounded(
          floor.ownConnectionP50Ms,
        )} ms (p95 ${rounded(floor.ownConnectionP95Ms)})`,
        ...[...lists, ...lookUps].map(
          ({ name, p50Ms, p95Ms }) =>
            `  ${name}: ${rounded(p50Ms)} ms, p95 ${rounded(p95Ms)} ms`,
        ),
        ...rareWithout.map(
          ({ name, p50Ms, p95Ms }) =>
            `  ${name}, before the index was added that the overview names: ${rounded(
              p50Ms,
            )} ms, p95 ${rounded(p95Ms)} ms`,
        ),
        `  slowest list: ${measured.slowestList}, p95 ${measured.listP95Ms} ms (target < ${targets.listP95Ms} ms)`,
        `  slowest look-up: ${measured.slowestLookUp}, p95 ${measured.lookUpP95Ms} ms (target < ${targets.lookUpP95Ms} ms)`,
        `  overview, counted anew: ${measured.overviewMs} ms (target < ${targets.overviewMs} ms); again: ${measured.overviewAgainP95Ms} ms (target < ${targets.overviewAgainP95Ms} ms)`,
        `  lacks by itself: ${measured.missingIndexes.join('; ') || 'nothing'}`,
        `  a dropped index is ${named ? '' : 'not '}named`,
        '',
      ].join('\n'),
    );
  }
  return met;
}

main().then(
  met => process.exit(met ? 0 : 1),
  error => {
    process.stderr.write(`${String(error.stack).slice(-2_000)}\n`);
    process.exit(1);
  },
);
