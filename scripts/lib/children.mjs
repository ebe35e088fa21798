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
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { logDir, root } from './paths.mjs';
import { Failure } from './progress.mjs';

/** How long a child may take to stop by itself, in milliseconds. */
const GRACE_MS = 15_000;
/** How long those may take whom it left behind, in milliseconds. */
const LEFT_BEHIND_GRACE_MS = 3_000;
/** How much of a log is shown when its command fails, in lines. */
const TAIL_LINES = 30;

/** Our own polling would fill the end of a backend's log. */
export const READINESS_PATH = '/.backstage/health/v1/readiness';

/** @type {Set<Child>} */
const running = new Set();

/**
 * A child process that leads a process group of its own, so that stopping it
 * stops whatever it started.
 */
export class Child {
  /** @type {import('node:child_process').ChildProcess} */
  #process;
  /** @type {string | undefined} */
  #logFile;
  /** @type {boolean} */
  #orderly;
  /** @type {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} */
  exited;

  /**
   * @param {{
   *   name: string,
   *   command: string,
   *   args?: readonly string[],
   *   cwd?: string,
   *   env?: NodeJS.ProcessEnv,
   *   output?: 'log' | 'inherit',
   *   orderly?: boolean,
   * }} options `output`: `log` writes both streams to `.cache/logs/<name>.log`;
   *   `orderly`: the child stops what it started by itself, so it alone is asked
   *   to stop. Otherwise the whole group is.
   */
  constructor(options) {
    this.name = options.name;
    this.#orderly = options.orderly ?? false;
    const output = options.output ?? 'log';
    /** @type {number | undefined} */
    let logFd;
    if (output === 'log') {
      fs.mkdirSync(logDir, { recursive: true });
      this.#logFile = path.join(logDir, `${options.name}.log`);
      logFd = fs.openSync(this.#logFile, 'w');
    }
    const stdio = output === 'log' ? logFd : 'inherit';
    this.#process = spawn(options.command, options.args ?? [], {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: ['ignore', stdio, stdio],
      detached: process.platform !== 'win32',
    });
    if (logFd !== undefined) {
      fs.closeSync(logFd);
    }
    running.add(this);
    this.exited = new Promise(resolve => {
      this.#process.once('error', error => {
        running.delete(this);
        this.startError = error;
        resolve({ code: 127, signal: null });
      });
      this.#process.once('exit', (code, signal) => {
        running.delete(this);
        resolve({ code, signal });
      });
    });
  }

  get pid() {
    return this.#process.pid;
  }

  get alive() {
    return running.has(this);
  }

  get logFile() {
    return this.#logFile;
  }

  /** @param {string} text */
  hasLogged(text) {
    return (
      this.#logFile !== undefined &&
      fs.readFileSync(this.#logFile, 'utf8').includes(text)
    );
  }

  /** The end of the log, and where the rest is. */
  tail() {
    if (!this.#logFile) {
      return '';
    }
    const lines = stripVTControlCharacters(
      fs.readFileSync(this.#logFile, 'utf8'),
    )
      .trimEnd()
      .split('\n')
      .filter(line => !line.includes(READINESS_PATH));
    const file = path.relative(root, this.#logFile);
    return [...lines.slice(-TAIL_LINES), `(the whole output: ${file})`].join(
      '\n',
    );
  }

  /**
   * Sends a signal to the child and all that it started.
   *
   * @param {NodeJS.Signals | 0} signal
   * @returns {boolean} whether anybody was there to get it
   */
  kill(signal) {
    const { pid } = this.#process;
    if (pid === undefined) {
      return false;
    }
    try {
      return process.kill(process.platform === 'win32' ? pid : -pid, signal);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') {
        return false;
      }
      throw error;
    }
  }

  /** Asks the child to stop, and insists after a while. */
  async stop() {
    const insist = setTimeout(() => this.kill('SIGKILL'), GRACE_MS);
    if (this.#orderly) {
      this.#process.kill('SIGTERM');
    } else {
      this.kill('SIGTERM');
    }
    await this.exited;
    // The leader may have left others behind.
    const deadline = Date.now() + LEFT_BEHIND_GRACE_MS;
    while (this.kill(0) && Date.now() < deadline) {
      await delay(50);
    }
    this.kill('SIGKILL');
    clearTimeout(insist);
  }
}

/**
 * Runs a command to its end; its output goes to a log that is shown when it
 * fails.
 *
 * @param {ConstructorParameters<typeof Child>[0]} options
 */
export async function run(options) {
  const child = new Child(options);
  const { code, signal } = await child.exited;
  if (code !== 0) {
    const how = child.startError?.message ?? signal ?? `exit code ${code}`;
    throw new Failure(
      `${child.tail()}\n\n${options.name} failed: ${options.command} ${(
        options.args ?? []
      ).join(' ')} (${how})`,
    );
  }
}

export async function stopAll() {
  await Promise.all([...running].map(child => child.stop()));
}

/**
 * Stops every child on Ctrl-C, on SIGTERM and when the terminal goes away, then
 * ends this process.
 *
 * @param {(signal: NodeJS.Signals) => Promise<void>} [before] what to do first,
 *   for instance to stop the children in an order.
 */
export function stopChildrenOnSignal(before) {
  let stopping = false;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // A terminal sends SIGINT to every process in the foreground, and a
      // wrapper passes it on as well: the second one is not a second wish.
      if (stopping) {
        return;
      }
      stopping = true;
      Promise.resolve(before?.(signal))
        .then(stopAll)
        .finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
    });
  }
  return {
    unlessStopping: async () => {
      if (stopping) {
        await new Promise(() => {});
      }
    },
  };
}
