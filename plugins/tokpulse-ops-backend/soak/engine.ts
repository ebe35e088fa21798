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

import type { Effect } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seededRandom } from '../harness/cases';
import type { EngineProcess } from '../harness/startEngineProcess';
import {
  startProcessTest,
  type ProcessTest,
} from '../harness/startProcessTest';
import type { Violation } from '../harness/violations';
import { createTestPlan, eventually } from '../src/testing';

/*
 * The long series: replicas are killed, and frozen past the time after which
 * they count as dead, at random places of random runs, while others go on.
 * Ends with exit code 1 when the provider's ledger, the database or a follower
 * shows that a promise was broken.
 */

const { values: given } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    freezes: { type: 'string', default: '200' },
    replicas: { type: 'string', default: '5' },
    seed: { type: 'string', default: '2026' },
    json: { type: 'boolean', default: false },
  },
});
const kills = Number(given.kills);
const freezes = Number(given.freezes);
const REPLICAS = Number(given.replicas);
const RUNS_IN_FLIGHT = 30;
/** Longer than the ten seconds after which a driver counts as dead. */
const FROZEN_MS = 13_000;
/** What a thawed process had on its way arrives within this time. */
const LATE_MS = 3_000;
const REPORT_EVERY = 25;

const random = seededRandom(Number(given.seed));
const pick = <T>(items: readonly T[]): T =>
  items[Math.floor(random() * items.length)];

/** A run of a few steps, a third of which stop at a failpoint on their way. */
function randomPlan() {
  const effects: readonly Effect[] = ['once', 'once', 'idempotent', 'read'];
  const steps = Array.from(
    { length: 2 + Math.floor(random() * 5) },
    (_, index) => {
      const effect = pick(effects);
      return {
        id: `s${index}`,
        action: `harness:${effect}`,
        planned: effect,
        targets:
          effect !== 'read' && random() < 0.2
            ? [`demo/target${Math.floor(random() * 10)}`]
            : [],
        input: {
          sleep: Math.floor(random() * 200),
          lose: random() < 0.08,
        },
      };
    },
  );
  const stops = random() < 0.35;
  return createTestPlan({
    steps,
    severity: pick(['P0', 'P1', 'P2', 'P3']),
    inputs: stops
      ? {
          stopAt: pick([
            'before-claim',
            'after-claim',
            'after-intent',
            'after-effect',
            'after-settle',
          ]),
          stopStep: pick(steps).id,
        }
      : {},
  });
}

class Series {
  readonly #tests: ProcessTest;
  readonly #alive: EngineProcess[] = [];
  readonly violations: Violation[] = [];
  #started = 0;
  #number = 0;
  #killed = 0;
  #frozen = 0;
  /** Blows of which the last line of progress told. */
  #told = 0;

  constructor(tests: ProcessTest) {
    this.#tests = tests;
  }

  get summary() {
    return {
      kills: this.#killed,
      freezes: this.#frozen,
      runs: this.#started,
      violations: this.violations,
    };
  }

  async kill(count: number): Promise<void> {
    while (this.#killed < count) {
      await this.#topUp();
      await sleep(random() * 600);
      const victim =
        this.#alive.find(one => one.stopped().length > 0) ?? pick(this.#alive);
      this.#alive.splice(this.#alive.indexOf(victim), 1);
      await victim.kill();
      this.#killed += 1;
      await this.#attend();
    }
  }

  async freeze(count: number): Promise<void> {
    while (this.#frozen < count) {
      await this.#topUp();
      await sleep(random() * 600);
      const victims = this.#alive.slice(0, Math.ceil(REPLICAS / 2));
      victims.forEach(victim => victim.freeze());
      this.#frozen += victims.length;
      await sleep(FROZEN_MS);
      victims.forEach(victim => victim.thaw());
      // Deciding while an effect may be under way would be careless.
      await sleep(LATE_MS);
      await this.#attend();
    }
  }

  async finish(): Promise<void> {
    // From here on nobody stops anywhere.
    this.#alive.forEach(one => one.thaw());
    await eventually(
      () => this.#tests.decideOnce(),
      open => open.length === 0,
      { withinMs: 120_000, everyMs: 500, what: 'the last runs to end' },
    ).catch(() => undefined);
    this.violations.push(...(await this.#tests.violations()));
  }

  /** Enough replicas and runs for the next blow. */
  async #topUp(): Promise<void> {
    while (this.#alive.length < REPLICAS) {
      this.#number += 1;
      this.#alive.push(
        await this.#tests.replica(`r${this.#number}`, {
          armed: true,
          slots: 10,
        }),
      );
    }
    const open = await this.#tests.decideOnce();
    for (let left = open.length; left < RUNS_IN_FLIGHT; left += 1) {
      await this.#tests.start(randomPlan());
      this.#started += 1;
    }
  }

  async #attend(): Promise<void> {
    await this.#tests.decideOnce();
    this.violations.push(...(await this.#tests.settle()));
    const { kills: killed, freezes: frozen, runs } = this.summary;
    if (killed + frozen >= this.#told + REPORT_EVERY && !given.json) {
      this.#told = killed + frozen;
      process.stdout.write(
        `${killed} kills, ${frozen} freezes, ${runs} runs, ${this.violations.length} broken promises\n`,
      );
    }
  }
}

async function main(): Promise<boolean> {
  const tests = await startProcessTest();
  const series = new Series(tests);
  try {
    await series.kill(kills);
    await series.freeze(freezes);
    await series.finish();
  } finally {
    await tests.stop();
  }
  const { violations } = series.summary;
  const ok = violations.length === 0;
  process.stdout.write(
    given.json
      ? `${JSON.stringify({ name: 'engine', ...series.summary, ok })}\n`
      : `engine: ${ok ? 'no promise broken' : JSON.stringify(violations)}\n`,
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
