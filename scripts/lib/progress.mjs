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
/** How often a long step says that it is still alive, in milliseconds. */
const HEARTBEAT_MS = 10_000;

/**
 * Progress goes to stderr, so that the standard output of a command with
 * `--json` holds nothing but its result.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {number} ms */
export function duration(ms) {
  const seconds = Math.round(ms / 1000);
  if (ms < 10_000) {
    return `${(ms / 1000).toFixed(1)} s`;
  }
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} m ${seconds % 60} s`;
}

/**
 * Runs one step of the set-up and tells when it begins, that it goes on, and
 * how long it took.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const begin = Date.now();
  say(`  · ${title} …`);
  const heartbeat = setInterval(
    () => say(`    still at it after ${duration(Date.now() - begin)}`),
    HEARTBEAT_MS,
  );
  try {
    const result = await work();
    say(`  ✓ ${title} (${duration(Date.now() - begin)})`);
    return result;
  } catch (error) {
    say(`  ✗ ${title} (${duration(Date.now() - begin)})`);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/**
 * An error whose message is meant for the person at the terminal: it says what
 * happened and what to do next, and is printed without a stack.
 */
export class Failure extends Error {}

/**
 * The last word of a script.
 *
 * @param {unknown} error
 */
export function report(error) {
  if (error instanceof Failure) {
    say(`\n${error.message}`);
  } else {
    say(`\n${error instanceof Error ? error.stack : String(error)}`);
  }
}
