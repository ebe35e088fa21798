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
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import type { RunEvent } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import express from 'express';
import { writeEventStream, type EventStreamOptions } from './eventStream';

const servers: Server[] = [];

/** Serves one stream; resolves `written` when it is over. */
async function serve(
  options: Partial<EventStreamOptions> & Pick<EventStreamOptions, 'events'>,
) {
  const app = express();
  let finish: () => void = () => undefined;
  const written = new Promise<void>(resolve => {
    finish = resolve;
  });
  app.get('/', (_req, res) => {
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    writeEventStream({
      res,
      after: 0,
      gone: gone.signal,
      stopping: new AbortController().signal,
      isOver: async () => true,
      logger: mockServices.logger.mock(),
      ...options,
    }).then(finish, finish);
  });
  const server = createServer(app);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, written };
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

function event(seq: number, text = ''): RunEvent {
  return {
    ...{ runId: 'r', seq, at: '2026-11-24T00:00:00.000Z', actor: 'system' },
    body: {
      type: 'log',
      firstLine: 0,
      lines: [{ at: '2026-11-24T00:00:00.000Z', level: 'info', text }],
    },
  };
}

/** Never yields; ends when it is told to. */
async function* silence({ signal }: { signal: AbortSignal }) {
  await once(signal, 'abort');
  yield* [];
}

describe('writeEventStream', () => {
  it('writes each event with its number, and the end of the run', async () => {
    const { url } = await serve({
      async *events() {
        yield event(1, 'a\nb');
        yield event(2);
      },
    });
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toContain('no-transform');
    const frames = (await response.text()).trim().split('\n\n');
    expect(frames).toEqual([
      `id: 1\nevent: run-event\ndata: ${JSON.stringify(event(1, 'a\nb'))}`,
      `id: 2\nevent: run-event\ndata: ${JSON.stringify(event(2))}`,
      'event: end\ndata: {"lastSeq":2}',
    ]);
  });

  it('just closes when the events end and the run is not over', async () => {
    const { url } = await serve({
      isOver: async () => false,
      async *events() {
        yield event(1);
      },
    });
    expect(await (await fetch(url)).text()).not.toContain('event: end');
  });

  it('just closes when the process stops', async () => {
    const stopping = new AbortController();
    const { url } = await serve({ events: silence, stopping: stopping.signal });
    const response = await fetch(url);
    stopping.abort();
    expect(await response.text()).toBe('');
  });

  it('asks for another connection when the token expires', async () => {
    const { url } = await serve({
      events: silence,
      expiresAt: new Date(Date.now() + 50),
    });
    expect(await (await fetch(url)).text()).toBe('event: renew\ndata: {}\n\n');
  });

  it('tells a refusal on the way, without a stack', async () => {
    const { url } = await serve({
      async *events() {
        yield event(1);
        throw new NotFoundError('There is no run r');
      },
    });
    const text = await (await fetch(url)).text();
    const [, data] = text.split('event: problem\ndata: ');
    expect(JSON.parse(data)).toEqual({
      error: {
        ...{ name: 'NotFoundError', message: 'There is no run r' },
        ...{ code: 'not-found', nextStep: 'Check the address' },
      },
      response: { statusCode: 404 },
    });
  });

  it('says nothing about an unexpected error, and closes', async () => {
    const { url } = await serve({
      async *events() {
        yield* [];
        throw new Error('password authentication failed');
      },
    });
    expect(await (await fetch(url)).text()).toBe('');
  });

  it('sends a comment now and then', async () => {
    const { url } = await serve({ events: silence, heartbeatMs: 10 });
    const response = await fetch(url);
    const reader = response.body?.getReader();
    const chunk = await reader?.read();
    expect(Buffer.from(chunk?.value ?? []).toString()).toBe(': still here\n\n');
    await reader?.cancel();
  });

  it('takes no more events than the reader reads', async () => {
    let taken = 0;
    const { url, written } = await serve({
      async *events() {
        while (taken < 2_000) {
          taken += 1;
          yield event(taken, 'x'.repeat(50_000));
        }
      },
    });
    const response = await fetch(url);
    const reader = response.body?.getReader();
    await reader?.read();
    // 100 MB are there; sockets hold a few. Wait until nothing moves any more.
    let before = -1;
    while (before !== taken) {
      before = taken;
      await new Promise(resolve => {
        setTimeout(resolve, 100);
      });
    }
    expect(taken).toBeLessThan(1_000);
    await reader?.cancel();
    await written;
  });
});
