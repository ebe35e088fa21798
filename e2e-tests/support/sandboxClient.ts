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

/** One effect that the sandbox's Railway has performed. */
export interface LedgerEntry {
  readonly operation: string;
}

interface SandboxStatus {
  readonly processes: readonly {
    readonly name: string;
    readonly pid?: number;
  }[];
}

/** Breaks the practice TokPulse, mends it, and looks behind its scenes. */
export class SandboxClient {
  readonly #url: string;

  constructor(options: { readonly url: string }) {
    this.#url = options.url;
  }

  /** Induces a fault; the settings depend on it (`{ delayMs }`). */
  async inject(fault: string, settings?: Readonly<Record<string, number>>) {
    await this.#send('POST', `/faults/${fault}`, settings);
  }

  async clear(fault: string) {
    await this.#send('DELETE', `/faults/${fault}`);
  }

  /** Whether a fault is there. */
  async has(fault: string): Promise<boolean> {
    const { faults } = await this.#send<{
      readonly faults: readonly {
        readonly name: string;
        readonly active: boolean;
      }[];
    }>('GET', '/faults');
    return faults.some(({ name, active }) => name === fault && active);
  }

  /** Back to the state after the start: no fault, an empty ledger. */
  async reset() {
    await this.#send('POST', '/reset');
  }

  /** Process id of a host; undefined while it does not run. */
  async pid(name: string): Promise<number | undefined> {
    const { processes } = await this.#send<SandboxStatus>('GET', '/status');
    return processes.find(process => process.name === name)?.pid;
  }

  /** The effects that were performed, counted where they happen. */
  async effects(operation: string): Promise<number> {
    const { entries } = await this.#send<{
      readonly entries: readonly LedgerEntry[];
    }>('GET', '/ledger');
    return entries.filter(entry => entry.operation === operation).length;
  }

  async #send<T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<T> {
    const response = await fetch(new URL(path, this.#url), {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw new Error(
        `${method} ${path}: ${response.status} ${await response.text()}`,
      );
    }
    return response.json();
  }
}
