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

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Keeps two sandboxes from the same data directory. */
export class InstanceLock {
  /**
   * @throws when a sandbox on this directory answers. What one that was killed
   * has left is ignored.
   */
  static async check(dataDir: string): Promise<InstanceLock> {
    const file = join(dataDir, 'instance.json');
    const left = await readFile(file, 'utf8').catch(() => undefined);
    if (left !== undefined) {
      const { pid, url } = JSON.parse(left) as { pid: number; url: string };
      const answering = await fetch(`${url}/status`, {
        signal: AbortSignal.timeout(1_000),
      })
        .then(async response => {
          const status: unknown = await response.json();
          return (
            typeof status === 'object' &&
            status !== null &&
            'pid' in status &&
            status.pid === pid
          );
        })
        .catch(() => false);
      if (answering) {
        throw new Error(
          `A sandbox already runs on ${dataDir}: ${url} (process ${pid}). Stop it, or choose another --data-dir.`,
        );
      }
    }
    return new InstanceLock(file);
  }

  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
  }

  async hold(url: string): Promise<void> {
    await writeFile(this.#file, JSON.stringify({ pid: process.pid, url }));
  }

  async release(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}
