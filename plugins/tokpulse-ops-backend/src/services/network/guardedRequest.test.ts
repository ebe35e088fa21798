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
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Socket,
} from 'node:net';
import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import { parseNetwork, type Network } from './addressPolicy';
import { guardedRequest, type RequestPolicy } from './guardedRequest';
import type { ResolveAll } from './guardedConnector';
import { TransportError } from './TransportError';

const LOOPBACK = [parseNetwork('127.0.0.0/8')].filter(
  (network): network is Network => network !== undefined,
);

const servers: Server[] = [];

/** A server that counts connections, so that "nobody came" can be asserted. */
async function serve(listener: RequestListener) {
  const server = createServer(listener);
  let connections = 0;
  let requests = 0;
  server.on('connection', () => (connections += 1));
  server.on('request', () => (requests += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    connections: () => connections,
    requests: () => requests,
  };
}

function policy(
  base: string,
  options: { allowed?: readonly Network[]; resolve?: ResolveAll } = {},
): RequestPolicy {
  return {
    service: 'shop',
    bases: [new URL(base)],
    allowed: options.allowed ?? LOOPBACK,
    resolve: options.resolve,
  };
}

async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof TransportError) {
    const { failure, sent, effect, code } = error;
    return { failure, sent, effect, code };
  }
  return error instanceof Error && 'code' in error ? error.code : error;
}

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map(async server => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }),
  );
});

describe('guardedRequest', () => {
  it('gives back status, headers and body of any answer', async () => {
    const server = await serve((_, response) => {
      response.writeHead(503, { 'content-type': 'application/json' });
      response.end('{"status":"unhealthy"}');
    });
    await expect(
      guardedRequest({ url: `${server.url}/health` }, policy(server.url)),
    ).resolves.toMatchObject({
      status: 503,
      headers: { 'content-type': 'application/json' },
      body: '{"status":"unhealthy"}',
      latencyMs: expect.any(Number),
    });
  });

  it('reads compressed answers', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      const gzip = createGzip();
      gzip.pipe(response);
      gzip.end('hello');
    });
    const { body } = await guardedRequest(
      { url: server.url },
      policy(server.url),
    );
    expect(body).toBe('hello');
  });

  it.each(['http://evil.example', 'http://127.0.0.1:1/', 'file:///etc/passwd'])(
    'refuses %s, which is not configured',
    async url => {
      expect(
        await failureOf(
          guardedRequest({ url }, policy('http://127.0.0.1:9999')),
        ),
      ).toEqual({
        failure: 'blocked',
        sent: false,
        effect: 'none',
        code: 'forbidden',
      });
    },
  );

  it.each([
    '/apiary',
    '/api/../admin',
    '/api/%2e%2e/admin',
    '/api/..\\..\\admin',
    '@evil.example/api',
  ])('does not leave the configured path by %s', async suffix => {
    const server = await serve((_, response) => response.end('reached'));
    expect(
      await failureOf(
        guardedRequest(
          { url: `${server.url}${suffix}` },
          policy(`${server.url}/api`),
        ),
      ),
    ).toMatchObject({ failure: 'blocked' });
    expect(server.connections()).toBe(0);
  });

  it.each([
    port => `http://127.0.0.1:${port}`,
    port => `http://127.1:${port}`,
    port => `http://2130706433:${port}`,
    port => `http://0x7f.0.0.1:${port}`,
    port => `http://[::ffff:7f00:1]:${port}`,
    port => `http://[64:ff9b::7f00:1]:${port}`,
    port => `http://localhost:${port}`,
  ] as ReadonlyArray<(port: number) => string>)(
    'never connects to a loopback address that is not allowed (%#)',
    async spell => {
      const canary = await serve((_, response) => response.end('reached'));
      const url = spell(canary.port);
      expect(
        await failureOf(guardedRequest({ url }, policy(url, { allowed: [] }))),
      ).toMatchObject({ failure: 'blocked', sent: false });
      expect(canary.connections()).toBe(0);
    },
  );

  it.each(['http://169.254.169.254', 'http://[64:ff9b::a9fe:a9fe]'])(
    'never asks a metadata address (%s)',
    async url => {
      expect(
        await failureOf(guardedRequest({ url }, policy(url))),
      ).toMatchObject({ failure: 'blocked', sent: false });
    },
  );

  it('resolves a name once and refuses when any of its addresses is private', async () => {
    const canary = await serve((_, response) => response.end('reached'));
    let asked = 0;
    const resolve: ResolveAll = (_, callback) => {
      asked += 1;
      callback(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]);
    };
    const url = `http://rebind.example:${canary.port}`;
    expect(
      await failureOf(
        guardedRequest({ url }, policy(url, { allowed: [], resolve })),
      ),
    ).toMatchObject({ failure: 'blocked' });
    expect(asked).toBe(1);
    expect(canary.connections()).toBe(0);
  });

  it('sends no byte to a name that turns private at the second look', async () => {
    const canary = await serve((_, response) => response.end('reached'));
    const answers = [
      // Allowed network, nobody listens there: the first look is harmless.
      { address: '127.0.0.2', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    let asked = 0;
    const resolve: ResolveAll = (_, callback) =>
      callback(null, [answers[Math.min(asked++, 1)]]);
    const url = `http://rebind.example:${canary.port}`;
    const onlySecond = [parseNetwork('127.0.0.2/32')].filter(
      (network): network is Network => network !== undefined,
    );
    expect(
      await failureOf(
        guardedRequest({ url }, policy(url, { allowed: onlySecond, resolve })),
      ),
    ).toMatchObject({ failure: 'refused', sent: false });
    expect(asked).toBe(1);
    expect(canary.requests()).toBe(0);
  });

  it('does not follow a redirect', async () => {
    const canary = await serve((_, response) => response.end('reached'));
    const server = await serve((_, response) => {
      response.writeHead(302, { location: canary.url });
      response.end();
    });
    const { status } = await guardedRequest(
      { url: server.url, headers: { 'x-api-key': 'k' } },
      policy(server.url),
    );
    expect(status).toBe(302);
    expect(canary.connections()).toBe(0);
  });

  it('tells a refused connection, an unknown name and a cut connection apart', async () => {
    const cut = await serve(request => request.socket.destroy());
    const closed = await serve(() => {});
    const [server] = servers.splice(1, 1);
    server.close();
    await once(server, 'close');

    expect(
      await failureOf(guardedRequest({ url: closed.url }, policy(closed.url))),
    ).toMatchObject({ failure: 'refused', code: 'unreachable', sent: false });
    expect(
      await failureOf(guardedRequest({ url: cut.url }, policy(cut.url))),
    ).toMatchObject({
      failure: 'connection-lost',
      code: 'connection-lost',
      sent: true,
      effect: 'none',
    });
    const url = 'http://nowhere.invalid';
    const resolve: ResolveAll = (_, callback) =>
      callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
    expect(
      await failureOf(guardedRequest({ url }, policy(url, { resolve }))),
    ).toMatchObject({ failure: 'dns-error', code: 'unreachable' });
  });

  it('says of a cut-off POST that its effect is possible', async () => {
    const cut = await serve(request => request.socket.destroy());
    expect(
      await failureOf(
        guardedRequest(
          { url: cut.url, method: 'POST', body: '{}' },
          policy(cut.url),
        ),
      ),
    ).toMatchObject({ failure: 'connection-lost', effect: 'possible' });
  });

  it('gives up after the time limit, whether headers or body are missing', async () => {
    const silent = await serve(() => {});
    const stuck = await serve((_, response) => response.write('begin'));
    for (const { url } of [silent, stuck]) {
      expect(
        await failureOf(guardedRequest({ url, timeoutMs: 150 }, policy(url))),
      ).toMatchObject({ failure: 'timeout', code: 'timeout', sent: true });
    }
  });

  it('reports something that does not speak HTTP, and plain text under https', async () => {
    const sockets: Socket[] = [];
    const tcp = createTcpServer(socket => {
      sockets.push(socket.on('error', () => {}));
      socket.end('SSH-2.0-x\r\n\r\n');
    });
    tcp.listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    const plain = `http://127.0.0.1:${port}`;
    const tls = `https://127.0.0.1:${port}`;
    expect(
      await failureOf(guardedRequest({ url: plain }, policy(plain))),
    ).toMatchObject({ failure: 'unexpected-content' });
    expect(
      await failureOf(guardedRequest({ url: tls }, policy(tls))),
    ).toMatchObject({ failure: 'tls-error', code: 'unreachable' });
    sockets.forEach(socket => socket.destroy());
    tcp.close();
    await once(tcp, 'close');
  });

  it('ends when the caller cancels', async () => {
    const silent = await serve(() => {});
    const controller = new AbortController();
    const outcome = failureOf(
      guardedRequest(
        { url: silent.url, signal: controller.signal },
        policy(silent.url),
      ),
    );
    controller.abort();
    expect(await outcome).toBe('cancelled');
  });
});
