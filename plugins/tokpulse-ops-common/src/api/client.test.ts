/**
 * @jest-environment node
 */
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

import { createServer, type RequestListener, type Server } from 'node:http';
import { ResponseError } from '@backstage/errors';
import type { RunEvent } from '../domain';
import { TokPulseOpsClient } from './client';
import { describeApiError } from './problem';
import { apiRoutes, fillPath } from './routes';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<TokPulseOpsClient> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The test server has no port');
  }
  return new TokPulseOpsClient({
    discoveryApi: {
      getBaseUrl: async pluginId =>
        `http://127.0.0.1:${address.port}/api/${pluginId}`,
    },
    fetchApi: { fetch },
  });
}

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(
      server =>
        new Promise(resolve => {
          server.closeAllConnections();
          server.close(resolve);
        }),
    ),
  );
});

const status = { mode: 'ready', approvals: 'solo', notices: [] };

function event(seq: number): RunEvent {
  return {
    runId: 'r',
    seq,
    at: '2026-11-24T00:00:00.000Z',
    actor: 'system',
    body: { type: 'run-state', state: 'running' },
  };
}

const frame = (seq: number) =>
  `id: ${seq}\nevent: run-event\ndata: ${JSON.stringify(event(seq))}\n\n`;

async function collect(events: AsyncIterable<RunEvent>): Promise<number[]> {
  const seen: number[] = [];
  for await (const { seq } of events) {
    seen.push(seq);
  }
  return seen;
}

describe('TokPulseOpsClient', () => {
  it('sends the token and reads the answer with the schema of the route', async () => {
    const seen: string[] = [];
    const client = await serve((req, res) => {
      seen.push(`${req.method} ${req.url} ${req.headers.authorization}`);
      res.end(JSON.stringify({ ...status, surplus: 1 }));
    });
    await expect(client.getStatus({ token: 'abc' })).resolves.toEqual(status);
    expect(seen).toEqual(['GET /api/tokpulse-ops/status Bearer abc']);
  });

  it('repeats a query parameter for each of its values and leaves out what is not given', async () => {
    const seen: (string | undefined)[] = [];
    const client = await serve((req, res) => {
      seen.push(req.url);
      res.end(JSON.stringify({ items: [] }));
    });
    await client.listRuns({ state: ['running', 'waiting'], service: 'a b' });
    expect(seen).toEqual([
      '/api/tokpulse-ops/runs?state=running&state=waiting&service=a+b',
    ]);
  });

  it('says so when the answer has another form', async () => {
    const client = await serve((_, res) => {
      res.end(JSON.stringify({ mode: 'upside-down' }));
    });
    await expect(client.getStatus()).rejects.toThrow('may differ in version');
  });

  it('throws a ResponseError with our code and next step', async () => {
    const client = await serve((_, res) => {
      res.writeHead(403, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          error: {
            name: 'NotAllowedError',
            message: 'Permissions are off',
            code: 'permissions-off',
            nextStep: 'Set permission.enabled',
          },
          response: { statusCode: 403 },
        }),
      );
    });
    const error = await client.cancelRun({ runId: 'r' }).catch(e => e);
    expect(ResponseError.is(error)).toBe(true);
    expect(describeApiError(error)).toEqual({
      status: 403,
      name: 'NotAllowedError',
      message: 'Permissions are off',
      code: 'permissions-off',
      nextStep: 'Set permission.enabled',
    });
  });

  it('tells in what a plan differs from the one that was seen', async () => {
    const differences = [
      { what: "Step 'restart': Deployment", planned: 'd1', now: 'd2' },
    ];
    const client = await serve((_, res) => {
      res.writeHead(409, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          error: {
            name: 'ConflictError',
            message: 'It differs',
            code: 'plan-differs',
            nextStep: 'Plan again',
            differences,
          },
          response: { statusCode: 409 },
        }),
      );
    });
    const error = await client
      .startRun({ planId: 'p', planHash: 'h' })
      .catch(e => e);
    expect(describeApiError(error)).toMatchObject({
      code: 'plan-differs',
      differences,
    });
  });

  it('sends the key of what is wanted once, when it is given one', async () => {
    const keys: unknown[] = [];
    const client = await serve((req, res) => {
      keys.push(req.headers['idempotency-key']);
      res.end(JSON.stringify({ items: [] }));
    });
    const steal = { target: 't', holder: 'r', reason: 'It is stuck for good' };
    await client.locks.steal(steal, { idempotencyKey: 'k1' });
    await client.locks.steal(steal);
    expect(keys).toEqual(['k1', undefined]);
  });
});

describe('followEvents', () => {
  it('loses and doubles no event over a connection that is cut in the middle of one', async () => {
    const asked: (string | null)[] = [];
    const client = await serve((req, res) => {
      const url = new URL(req.url ?? '', 'http://localhost');
      const after = Number(url.searchParams.get('after'));
      asked.push(url.searchParams.get('after'));
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      if (asked.length === 1) {
        res.write(frame(1) + frame(2) + frame(3).slice(0, 40), () =>
          res.destroy(),
        );
        return;
      }
      // A server that begins one too early must not double an event.
      res.end(`${frame(after) + frame(3)}event: end\ndata: {}\n\n`);
    });
    const connections: string[] = [];
    const seen = await collect(
      client.followEvents({
        runId: 'r',
        onConnection: state => connections.push(state),
      }),
    );
    expect(seen).toEqual([1, 2, 3]);
    expect(asked).toEqual(['0', '2']);
    expect(connections).toEqual(['connected', 'lost', 'connected']);
  });

  it('tries again while the backend restarts', async () => {
    let requests = 0;
    const client = await serve((_, res) => {
      requests += 1;
      if (requests < 3) {
        res.writeHead(503).end('starting');
        return;
      }
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.end(`${frame(8)}event: end\ndata: {}\n\n`);
    });
    const seen = await collect(client.followEvents({ runId: 'r', after: 7 }));
    expect(seen).toEqual([8]);
  });

  it('throws when the run may not be read, also when that changes on the way', async () => {
    let requests = 0;
    const client = await serve((_, res) => {
      requests += 1;
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      const body = {
        error: { name: 'NotFoundError', message: 'No such run' },
        response: { statusCode: 404 },
      };
      res.end(`${frame(1)}event: problem\ndata: ${JSON.stringify(body)}\n\n`);
    });
    const error = await collect(client.followEvents({ runId: 'r' })).catch(
      e => e,
    );
    expect(describeApiError(error)).toMatchObject({ status: 404 });
    expect(requests).toBe(1);
  });

  it('ends when the signal aborts', async () => {
    const controller = new AbortController();
    const client = await serve((_, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(frame(1));
    });
    const seen: number[] = [];
    for await (const { seq } of client.followEvents({
      runId: 'r',
      signal: controller.signal,
    })) {
      seen.push(seq);
      controller.abort();
    }
    expect(seen).toEqual([1]);
  });
});

describe('fillPath', () => {
  it('encodes what would leave the route', () => {
    expect(fillPath(apiRoutes.cancelRun.path, { run: '../services?x#' })).toBe(
      '/runs/..%2Fservices%3Fx%23/cancel',
    );
  });

  it.each(['', '.', '..'])('refuses %j', value => {
    expect(() => fillPath(apiRoutes.getRun.path, { run: value })).toThrow(
      TypeError,
    );
  });
});
