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

import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';

/** What an action asks the provider to do. */
export interface EffectRequest {
  /** The idempotency key of the step. */
  readonly key: string;
  readonly stepId: string;
  /** The first request of a key does not get its answer at once. */
  readonly hold?: 'before' | 'after';
  /** The effect happens and the connection is cut. */
  readonly lose?: boolean;
}

/** A provider that keeps a ledger of what was really done to it. */
export interface LedgerProvider {
  readonly url: string;
  /** Keys in the order in which their effects happened. */
  readonly ledger: readonly string[];
  /** How often the effect of a step of a run happened. */
  count(runId: string, stepId: string): number;
  /** Keys whose request is being held now. */
  held(): readonly string[];
  /** Lets every held request go on. */
  release(): void;
  stop(): Promise<void>;
}

/** Starts a provider on a free port of this machine. */
export async function startLedgerProvider(): Promise<LedgerProvider> {
  const ledger: string[] = [];
  const seen = new Set<string>();
  const holds = new Map<string, () => void>();

  const hold = (key: string, request: IncomingMessage) =>
    new Promise<void>(resolve => {
      holds.set(key, resolve);
      request.socket.once('close', () => holds.delete(key));
    });

  const apply = async (
    effect: EffectRequest,
    request: IncomingMessage,
    response: ServerResponse,
  ) => {
    const first = !seen.has(effect.key);
    seen.add(effect.key);
    if (first && effect.hold === 'before') {
      await hold(effect.key, request);
    }
    ledger.push(effect.key);
    if (first && effect.hold === 'after') {
      await hold(effect.key, request);
    }
    if (first && effect.lose) {
      request.socket.destroy();
      return;
    }
    response.end(JSON.stringify({ done: ledger.length }));
  };

  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      const url = new URL(request.url ?? '/', 'http://provider');
      const key = url.searchParams.get('key');
      const count = ledger.filter(one => one === key).length;
      response.end(JSON.stringify({ count }));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const effect = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    await apply(effect, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The provider has no port');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    ledger,
    count: (runId, stepId) =>
      ledger.filter(key => key === `${runId}:${stepId}`).length,
    held: () => [...holds.keys()],
    release() {
      holds.forEach(resolve => resolve());
      holds.clear();
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
