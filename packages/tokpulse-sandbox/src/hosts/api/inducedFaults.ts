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

import { Pool, PoolClient } from 'pg';
import { FaultOrder, isFaultOrder } from '../shared/messages';
import { reportToPlatform } from '../shared/serve';
import type { RateLimiter } from './refusals';

const leakedBody = 256 * 1024;
const mostLeaked = 700 * 1024 * 1024;

/** Keeps what requests leave behind, as forgotten listeners do. */
class Leak {
  #kept: object[] = [];
  #growing = false;

  /**
   * Grows the heap until the memory check is unhealthy at every moment, or
   * until it holds too much. New objects come and go between two readings, so
   * the reading that counts is one just after they were collected.
   */
  async grow(): Promise<void> {
    this.#growing = true;
    while (this.#growing) {
      for (let i = 0; i < 64; i += 1) {
        const id = `${this.#kept.length}`;
        const body = Buffer.alloc(leakedBody, id).toString('latin1');
        this.#kept.push({ id, body });
      }
      globalThis.gc?.({ type: 'minor' });
      const { heapUsed, heapTotal } = process.memoryUsage();
      if (heapUsed / heapTotal > 0.92 || heapUsed > mostLeaked) {
        return;
      }
      await new Promise(resolve => setImmediate(resolve));
    }
  }

  async release(): Promise<void> {
    this.#growing = false;
    this.#kept = [];
    globalThis.gc?.();
  }
}

/** Checks every connection out of the pool inside an open transaction. */
class HeldConnections {
  readonly #pool: Pool;
  readonly #poolSize: number;
  #held: PoolClient[] = [];

  constructor(options: { pool: Pool; poolSize: number }) {
    this.#pool = options.pool;
    this.#poolSize = options.poolSize;
  }

  async takeAll(): Promise<void> {
    while (this.#held.length < this.#poolSize) {
      const client = await this.#pool.connect();
      this.#held.push(client);
      await client.query('BEGIN');
      await client.query('SELECT count(*) FROM subscriptions');
    }
  }

  async giveBack(): Promise<void> {
    const held = this.#held;
    this.#held = [];
    for (const client of held) {
      await client.query('ROLLBACK').catch(() => undefined);
      client.release();
    }
  }
}

/** Faults that the sandbox induces in this process; a restart ends them all. */
export function acceptInducedFaults(options: {
  pool: Pool;
  poolSize: number;
  limiter: RateLimiter;
}): void {
  const leak = new Leak();
  const hold = new HeldConnections(options);
  const { limiter } = options;

  const apply = async ({
    name,
    active,
    settings = {},
  }: FaultOrder): Promise<void> => {
    switch (name) {
      case 'crash':
        if (active) {
          setImmediate(() => {
            throw new TypeError(
              "Cannot read properties of undefined (reading 'subscription')",
            );
          });
        }
        return;
      case 'memory-leak':
        await (active ? leak.grow() : leak.release());
        break;
      case 'pool-exhausted':
        await (active ? hold.takeAll() : hold.giveBack());
        break;
      case 'rate-limited': {
        const { limit = 100, left = 0, seconds = 900 } = settings;
        if (active) {
          await limiter.restrict({ limit, left, seconds });
        } else {
          limiter.reset();
        }
        break;
      }
      default:
        throw new Error(`Unknown fault ${String(name satisfies never)}`);
    }
    reportToPlatform({ type: 'fault', name, active });
  };

  process.on('message', message => {
    if (isFaultOrder(message)) {
      apply(message).catch(error => {
        console.error('An induced fault failed', error);
      });
    }
  });
}
