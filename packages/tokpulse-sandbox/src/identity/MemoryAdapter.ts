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

import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const sweepEveryMs = 60_000;

class MemoryAdapter implements Adapter {
  readonly #model: string;
  readonly #entries: Map<string, Kept>;
  readonly #sweep: () => void;

  constructor(options: {
    model: string;
    entries: Map<string, Kept>;
    sweep: () => void;
  }) {
    this.#model = options.model;
    this.#entries = options.entries;
    this.#sweep = options.sweep;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number) {
    this.#sweep();
    this.#entries.set(this.#key(id), {
      payload,
      expiresAt:
        expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000,
    });
  }

  async find(id: string) {
    const kept = this.#entries.get(this.#key(id));
    return kept && kept.expiresAt > Date.now() ? kept.payload : undefined;
  }

  async findByUid(uid: string) {
    return this.#findWhere(payload => payload.uid === uid);
  }

  async findByUserCode(userCode: string) {
    return this.#findWhere(payload => payload.userCode === userCode);
  }

  async consume(id: string) {
    const payload = await this.find(id);
    if (payload) {
      payload.consumed = Math.floor(Date.now() / 1000);
    }
  }

  async destroy(id: string) {
    this.#entries.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string) {
    for (const [key, { payload }] of this.#entries) {
      if (payload.grantId === grantId && key.startsWith(this.#key(''))) {
        this.#entries.delete(key);
      }
    }
  }

  #key(id: string): string {
    return `${this.#model}:${id}`;
  }

  #findWhere(
    matches: (payload: AdapterPayload) => boolean,
  ): AdapterPayload | undefined {
    for (const [key, { payload, expiresAt }] of this.#entries) {
      if (
        key.startsWith(this.#key('')) &&
        expiresAt > Date.now() &&
        matches(payload)
      ) {
        return payload;
      }
    }
    return undefined;
  }
}

/**
 * Sessions, grants and tokens of one identity provider. They end with it, as
 * its keys do. The library's own memory drops the oldest of a thousand entries,
 * which would sign somebody out in the middle of a long series of tests.
 */
export function memoryAdapters(): AdapterFactory {
  const entries = new Map<string, Kept>();
  let sweptAt = Date.now();
  const sweep = () => {
    if (Date.now() - sweptAt > sweepEveryMs) {
      sweptAt = Date.now();
      for (const [key, { expiresAt }] of entries) {
        if (expiresAt <= sweptAt) {
          entries.delete(key);
        }
      }
    }
  };
  return model => new MemoryAdapter({ model, entries, sweep });
}
