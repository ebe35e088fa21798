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

import { startReplica, type Replica } from './startReplica';

/** Replicas that drive, and as many that stand by to take over. */
export class Replicas {
  readonly #options: Omit<Parameters<typeof startReplica>[0], 'replica'> & {
    readonly count: number;
  };
  #driving: Replica[] = [];
  #standby: Promise<Replica[]> | undefined;
  #names = 0;

  constructor(
    options: Omit<Parameters<typeof startReplica>[0], 'replica'> & {
      readonly count: number;
    },
  ) {
    this.#options = options;
  }

  /** Loads others, which drive nothing yet. */
  standBy(): void {
    const { count, ...options } = this.#options;
    this.#standby ??= Promise.all(
      Array.from({ length: count }, () => {
        this.#names += 1;
        return startReplica({ ...options, replica: `replica ${this.#names}` });
      }),
    );
  }

  /** Makes sure that some drive and others stand by. */
  async ready(): Promise<void> {
    this.standBy();
    if (this.#driving.length === 0) {
      await this.relieve();
      this.standBy();
    }
  }

  /** Those that stand by take over. */
  async relieve(): Promise<void> {
    this.#driving = (await this.#standby) ?? [];
    this.#standby = undefined;
    await Promise.all(this.#driving.map(replica => replica.open()));
  }

  /** kill -9 of all that drive. */
  async kill(): Promise<void> {
    await Promise.all(this.#driving.map(replica => replica.kill()));
    this.#driving = [];
  }

  async stop(): Promise<void> {
    const all = [...this.#driving, ...((await this.#standby) ?? [])];
    await Promise.all(all.map(replica => replica.kill()));
  }
}
