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
import { on } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  FaultOrder,
  InducedFaultName,
  isHostReport,
} from '../hosts/shared/messages';
import { spawnNode } from './nodeProcess';

export interface HostProcessOptions {
  /** Absolute path of the TypeScript module. */
  readonly entry: string;
  /** The whole environment of the process. */
  readonly env: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
  readonly onLine: (line: OutputLine) => void;
}

export interface OutputLine {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Whether the platform had asked for it. */
  readonly expected: boolean;
}

const startWithinMs = 20_000;
const stopWithinMs = 3_000;
const faultWithinMs = 30_000;

/** One running process of TokPulse. */
export class HostProcess {
  readonly #child: ChildProcess;
  #stopping = false;
  /** Resolves with the port when the process serves; rejects when it ends. */
  readonly listening: Promise<number>;
  readonly exited: Promise<Exit>;

  constructor(options: HostProcessOptions) {
    this.#child = spawnNode({ ...options, output: 'pipe' });
    readLines(this.#child.stdout, text =>
      options.onLine({ stream: 'stdout', text }),
    );
    readLines(this.#child.stderr, text =>
      options.onLine({ stream: 'stderr', text }),
    );
    this.exited = new Promise(resolve => {
      this.#child.once('exit', (code, signal) =>
        resolve({ code, signal, expected: this.#stopping }),
      );
    });
    this.listening = new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error('The process did not start to serve')),
        startWithinMs,
      );
      this.#child.on('message', message => {
        if (isHostReport(message) && message.type === 'listening') {
          clearTimeout(timer);
          resolve(message.port);
        }
      });
      const fail = (error: Error) => {
        clearTimeout(timer);
        reject(error);
      };
      this.#child.once('error', fail);
      this.#child.once('exit', code =>
        fail(new Error(`The process ended with ${code} before it served`)),
      );
    });
    // Whoever starts the process waits for it; nobody has to.
    this.listening.catch(() => undefined);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Asks the process to end, and ends it by force after some seconds. */
  async stop(): Promise<void> {
    if (this.running) {
      this.#stopping = true;
      this.#child.kill('SIGTERM');
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), stopWithinMs);
      await this.exited;
      clearTimeout(timer);
    }
  }

  /** Induces a fault inside the process, and waits until it is there. */
  async induce(
    name: InducedFaultName,
    active: boolean,
    settings: FaultOrder['settings'] = {},
  ): Promise<void> {
    const order: FaultOrder = { type: 'fault', name, active, settings };
    const over = new AbortController();
    const { signal } = over;
    const reported = async () => {
      for await (const [message] of on(this.#child, 'message', { signal })) {
        if (
          isHostReport(message) &&
          message.type === 'fault' &&
          message.name === name &&
          message.active === active
        ) {
          return;
        }
      }
    };
    const tooLate = async () => {
      await sleep(faultWithinMs, undefined, { signal });
      throw new Error(`The fault ${name} did not take effect`);
    };
    const ends = [reported(), this.exited, tooLate()];
    this.#child.send(order);
    try {
      await Promise.race(ends);
    } finally {
      over.abort();
      await Promise.allSettled([ends[0], ends[2]]);
    }
  }
}

function readLines(
  stream: Readable | null,
  onLine: (text: string) => void,
): void {
  if (stream) {
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
  }
}
