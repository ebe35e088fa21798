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

import { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { packagePath } from '../packagePath';
import { isKeeperReport, KeeperOrder } from './keeperMessages';
import { spawnNode } from './nodeProcess';

/** A server that lives only as long as this process does. */
export class KeptServer {
  /** Starts the server; resolves when its process exists, not when it serves. */
  static async start(order: KeeperOrder): Promise<KeptServer> {
    const keeper = spawnNode({
      entry: packagePath('src', 'processes', 'keeper.ts'),
      env: definedEnvironment(),
      output: 'inherit',
    });
    const exited = new Promise<void>(resolve => {
      keeper.once('exit', () => resolve());
    });
    const pid = await new Promise<number>((resolve, reject) => {
      keeper.once('error', reject);
      keeper.once('exit', code =>
        reject(new Error(`The keeper of ${order.command} ended with ${code}`)),
      );
      keeper.on('message', message => {
        if (!isKeeperReport(message)) {
          return;
        }
        if (message.type === 'started') {
          resolve(message.pid);
        } else if (message.type === 'failed') {
          reject(new Error(`Cannot run ${order.command}: ${message.message}`));
        }
      });
      keeper.send(order);
    });
    return new KeptServer({ keeper, pid, exited, logFile: order.logFile });
  }

  readonly #keeper: ChildProcess;
  readonly #logFile: string;
  #running = true;
  /** Process id of the server itself. */
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly exited: Promise<void>;

  private constructor(options: {
    keeper: ChildProcess;
    pid: number;
    exited: Promise<void>;
    logFile: string;
  }) {
    this.#keeper = options.keeper;
    this.#logFile = options.logFile;
    this.pid = options.pid;
    this.exited = options.exited.then(() => {
      this.#running = false;
    });
  }

  get running(): boolean {
    return this.#running;
  }

  /** Ends the server in order, and by force after some seconds. */
  async stop(): Promise<void> {
    if (this.#running) {
      this.#keeper.kill('SIGTERM');
    }
    await this.exited;
  }

  /** Ends the server the way a power cut does. */
  async kill(): Promise<void> {
    if (this.#running) {
      process.kill(this.pid, 'SIGKILL');
    }
    await this.exited;
  }

  /** The end of the server's output, to explain why it did not start. */
  async lastOutput(): Promise<string> {
    const output = await readFile(this.#logFile, 'utf8').catch(() => '');
    return output.trimEnd().split('\n').slice(-8).join('\n');
  }
}

function definedEnvironment(): Record<string, string> {
  const environment: Record<string, string> = { LC_MESSAGES: 'C' };
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ']) {
    const value = process.env[name];
    if (value !== undefined) {
      environment[name] = value;
    }
  }
  return environment;
}
