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

import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import type { Stack } from './stack.ts';

interface RunOfApi {
  readonly id: string;
  readonly state: string;
}

/** States in which a run is over. */
const OVER = ['succeeded', 'failed', 'cancelled'];

interface EventOfApi {
  readonly body: { readonly type: string; readonly replica?: string };
}

/** Asks the plugin's API as the guest, for what no page shows or does. */
export class ApiClient {
  readonly #portalUrl: string;

  constructor(options: Pick<Stack, 'portalUrl'>) {
    this.#portalUrl = options.portalUrl;
  }

  /** The mode in which the portal decides who approves. */
  async approvals(): Promise<string> {
    const { approvals } = await this.#get<{ approvals: string }>('/status');
    return approvals;
  }

  /** The runs, newest first. */
  async runs(): Promise<readonly RunOfApi[]> {
    const { items } = await this.#get<{ items: RunOfApi[] }>('/runs?limit=20');
    return items;
  }

  /** Process id of the replica that drives a run now. */
  async driverOf(runId: string): Promise<number | undefined> {
    const { items } = await this.#get<{ items: EventOfApi[] }>(
      `/runs/${runId}/events?after=0&limit=500`,
    );
    const claims = items.filter(({ body }) => body.type === 'driver-claimed');
    const pid = /-(\d+)-[0-9a-f]+$/.exec(claims.at(-1)?.body.replica ?? '');
    return pid ? Number(pid[1]) : undefined;
  }

  /** How many processes have driven a run. */
  async drivers(runId: string): Promise<number> {
    const { items } = await this.#get<{ items: EventOfApi[] }>(
      `/runs/${runId}/events?after=0&limit=500`,
    );
    return new Set(items.flatMap(({ body }) => body.replica ?? [])).size;
  }

  /** Cancels what a test has left, so that the next one finds no target taken. */
  async cancelAll() {
    const left = async () =>
      (await this.runs()).filter(({ state }) => !OVER.includes(state));
    for (const { id } of await left()) {
      await this.#send('POST', `/runs/${id}/cancel`, {});
    }
    await expect.poll(async () => (await left()).length).toBe(0);
  }

  async #get<T>(path: string): Promise<T> {
    return this.#send('GET', path);
  }

  async #send<T>(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<T> {
    const signIn = await fetch(`${this.#portalUrl}/api/auth/guest/refresh`, {
      method: 'POST',
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
    });
    const { backstageIdentity } = await signIn.json();
    const response = await fetch(`${this.#portalUrl}/api/tokpulse-ops${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${backstageIdentity.token}`,
        ...(body && {
          'Content-Type': 'application/json',
          'Idempotency-Key': randomUUID(),
        }),
      },
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
