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

// @ts-check
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Child } from './children.mjs';
import { cacheDir, inRoot } from './paths.mjs';
import { findChromium } from './systemPackages.mjs';
import { buildFrontend } from './frontendBuild.mjs';
import { say } from './progress.mjs';
import { yarnFile } from './toolchain.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Counts
 *
 * @typedef {object} Stage
 * @property {string} name
 * @property {number} timeoutMs
 * @property {true} [alongside] it prints little but what is wrong, so it begins
 *   with the first stage, takes what the others leave of the processors, and is
 *   waited for in its turn
 * @property {(options: StageOptions) => Promise<Counts>} run
 *
 * @typedef {{ env: NodeJS.ProcessEnv, timeoutMs: number, alongside?: true }} StageOptions
 */

const MINUTE_MS = 60_000;
const resultsDir = path.join(cacheDir, 'test-results');

/** @param {string} file */
function freshResult(file) {
  const result = path.join(resultsDir, file);
  fs.mkdirSync(resultsDir, { recursive: true });
  fs.rmSync(result, { force: true });
  return result;
}

/**
 * Runs a command, its output in the open, and ends it when it takes too long.
 *
 * @param {StageOptions & { name: string, args: readonly string[], cwd?: string }} options
 * @returns {Promise<boolean>} whether it succeeded
 */
async function succeeds({ timeoutMs, alongside, ...options }) {
  const child = new Child({
    ...options,
    command: process.execPath,
    output: 'inherit',
  });
  if (alongside && child.pid !== undefined) {
    os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW);
  }
  const timer = setTimeout(() => {
    say(`${options.name}: stopped after ${timeoutMs / MINUTE_MS} minutes`);
    child.stop();
  }, timeoutMs);
  const { code } = await child.exited;
  clearTimeout(timer);
  return code === 0;
}

/**
 * A stage of checks that either hold or do not.
 *
 * @param {readonly (readonly string[])[]} commands each is Yarn's arguments
 * @returns {Stage['run']}
 */
const checks = commands => async options => {
  const counts = { passed: 0, failed: 0 };
  for (const args of commands) {
    const ok = await succeeds({
      name: args.join(' '),
      args: [yarnFile(), ...args],
      ...options,
    });
    counts[ok ? 'passed' : 'failed'] += 1;
  }
  return counts;
};

/**
 * What a runner wrote, or one failure if it failed without saying of what.
 *
 * @param {string} file
 * @param {boolean} ok
 * @param {(text: string) => Counts} read
 * @returns {Counts}
 */
function countsFrom(file, ok, read) {
  const counts = fs.existsSync(file)
    ? read(fs.readFileSync(file, 'utf8'))
    : { passed: 0, failed: 0 };
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/**
 * The summary of `node --test --test-reporter=tap`.
 *
 * @param {string} text
 * @returns {Counts}
 */
export function countsFromTap(text) {
  const number = (/** @type {string} */ word) =>
    Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return {
    passed: number('pass'),
    failed: number('fail') + number('cancelled'),
  };
}

/**
 * Jest's `--json` output. A file that cannot be loaded runs no test, so it is
 * counted as one failure of its own.
 *
 * @param {string} text
 * @returns {Counts}
 */
export function countsFromJest(text) {
  const result = JSON.parse(text);
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
  };
}

/**
 * Playwright's JSON report. A test that passed only when tried again has failed.
 *
 * @param {string} text
 * @returns {Counts}
 */
export function countsFromPlaywright(text) {
  const { stats, errors } = JSON.parse(text);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + (errors?.length ?? 0),
  };
}

/** @type {Stage['run']} */
async function scripts(options) {
  const file = freshResult('scripts.tap');
  const tests = fs
    .globSync('scripts/**/*.test.mjs', { cwd: inRoot() })
    .map(name => inRoot(name));
  const ok = await succeeds({
    name: 'scripts',
    args: [
      '--test',
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...['--test-reporter=tap', `--test-reporter-destination=${file}`],
      ...tests,
    ],
    ...options,
  });
  return countsFrom(file, ok, countsFromTap);
}

/** @type {Stage['run']} */
async function jest(options) {
  const { startTestPostgres } = await import('./testPostgres.mjs');
  const postgres = await startTestPostgres();
  try {
    const file = freshResult('jest.json');
    const ok = await succeeds({
      name: 'jest',
      args: [
        yarnFile(),
        ...['backstage-cli', 'repo', 'test', '--watchAll=false', '--silent'],
        ...['--maxWorkers=2', '--testTimeout=30000'],
        ...['--json', `--outputFile=${file}`],
      ],
      ...options,
      env: { ...options.env, ...postgres.env },
    });
    return countsFrom(file, ok, countsFromJest);
  } finally {
    await postgres.stop();
  }
}

/** @type {Stage['run']} */
async function browser(options) {
  const chromium = findChromium();
  if (!chromium) {
    say('The browser tests need Chromium, and there is none.');
    return { passed: 0, failed: 1 };
  }
  await buildFrontend();
  const file = freshResult('playwright.json');
  const ok = await succeeds({
    name: 'browser',
    args: [yarnFile(), 'playwright', 'test', '--config', 'e2e-tests'],
    ...options,
    env: {
      ...options.env,
      TOKPULSE_CHROMIUM: chromium,
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    },
  });
  return countsFrom(file, ok, countsFromPlaywright);
}

/** In the order in which they are reported. */
/** @type {readonly Stage[]} */
export const stages = [
  { name: 'scripts', timeoutMs: 2 * MINUTE_MS, run: scripts },
  {
    name: 'runbooks',
    timeoutMs: 2 * MINUTE_MS,
    run: checks([['runbooks', 'lint']]),
  },
  { name: 'jest', timeoutMs: 15 * MINUTE_MS, run: jest },
  // Jest waits more than it computes: these fit in beside it.
  {
    name: 'lint',
    timeoutMs: 10 * MINUTE_MS,
    alongside: true,
    run: checks([
      ['backstage-cli', 'repo', 'lint', '--max-warnings', '0'],
      [
        'eslint',
        '--max-warnings',
        '0',
        '--ext',
        '.mjs,.cjs,.ts',
        'scripts',
        'e2e-tests',
      ],
      ['prettier', '--check', '--loglevel', 'warn', '.'],
    ]),
  },
  {
    name: 'types',
    timeoutMs: 10 * MINUTE_MS,
    alongside: true,
    run: checks([['tsc']]),
  },
  { name: 'browser', timeoutMs: 12 * MINUTE_MS, run: browser },
];
