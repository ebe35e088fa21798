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

import { parseArgs } from 'node:util';
import type { BrokenPromise } from '../harness/drill/BrokenPromise';
import type { DrillCase } from '../harness/drill/cases';
import { Drill } from '../harness/drill/Drill';
import { allCases, selectedCases } from '../harness/drill/selection';

/*
 * The drill of recovery in full: every step with every choice in both modes,
 * without a death and with one at every failpoint. Ends with exit code 1 when a
 * promise was broken, and names it.
 */

const { values: given } = parseArgs({
  options: {
    seed: { type: 'string', default: '2026' },
    /** Only combinations whose name has this text. */
    matching: { type: 'string', default: '' },
    /** Runs at once. */
    'at-once': { type: 'string', default: '48' },
    /** Begins behind so many combinations. */
    from: { type: 'string', default: '0' },
    /** Only so many combinations, of those in the order of the seed. */
    only: { type: 'string' },
    /** The selection of the continuous integration instead of all. */
    selected: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const seed = Number(given.seed);
const atOnce = Number(given['at-once']);
const EVERY = 25;

function combinations(): readonly DrillCase[] {
  const all = given.selected
    ? selectedCases({ seed, kills: 40 })
    : allCases(seed);
  const fitting = all
    .filter(({ name }) => name.includes(given.matching))
    .slice(Number(given.from));
  return given.only === undefined
    ? fitting
    : fitting.slice(0, Number(given.only));
}

function inWords({ kind, drill, runId, detail }: BrokenPromise): string {
  return `${kind}: ${drill} (${runId}): ${detail}`;
}

async function main(): Promise<boolean> {
  const cases = combinations();
  const drill = await Drill.start({ atOnce });
  const broken: BrokenPromise[] = [];
  let done = 0;
  let kills = 0;
  try {
    for (let from = 0; from < cases.length; from += atOnce) {
      for (const one of await drill.round(cases.slice(from, from + atOnce))) {
        const found = await drill.broken(one);
        broken.push(...found);
        if (found.length > 0 && !given.json) {
          process.stdout.write(`${found.map(inWords).join('\n')}\n`);
        }
        done += 1;
        kills += one.stopped === undefined ? 0 : 1;
        if (done % EVERY === 0 && !given.json) {
          process.stdout.write(
            `${done} of ${cases.length} combinations, ${kills} kills, ${broken.length} broken promises\n`,
          );
        }
      }
    }
  } finally {
    await drill.stop();
  }
  const ok = broken.length === 0;
  process.stdout.write(
    given.json
      ? `${JSON.stringify({
          ...{ name: 'drill', seed, combinations: done, kills, broken, ok },
        })}\n`
      : `drill: ${
          ok ? 'no promise broken' : `${broken.length} broken promises`
        }\n`,
  );
  return ok;
}

main().then(
  ok => process.exit(ok ? 0 : 1),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
