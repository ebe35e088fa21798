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
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { ConfigReader } from '@backstage/config';
import type { HostHealth } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ConfiguredServices } from '../services';
import { readServiceHealth } from './readServiceHealth';

jest.setTimeout(30_000);

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map(close => close()));
});

/** A port of this machine that does with every connection what it is told. */
const listening = (onConnection: (socket: Socket) => void): Promise<number> =>
  portOf(createServer(onConnection));

async function portOf(server: Server): Promise<number> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    sockets.forEach(socket => socket.destroy());
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const port = await listening(() => undefined);
  await Promise.all(closers.splice(0).map(close => close()));
  return port;
}

async function readAt(
  url: string,
  options: { readonly allowedNetworks?: readonly string[] } = {},
): Promise<HostHealth> {
  const { allowedNetworks = ['127.0.0.0/8'] } = options;
  const service = ConfiguredServices.fromConfig(
    new ConfigReader({
      tokpulseOps: {
        services: {
          shop: {
            ...{ allowedNetworks: [...allowedNetworks] },
            hosts: { api: { url, format: 'tokpulse' } },
          },
        },
      },
    }),
    { fingerprintKey: 'key' },
  ).get('shop');
  if (!service) throw new Error('The service is not there');
  const { hosts } = await readServiceHealth(service, { timeoutMs: 2_000 });
  return hosts[0];
}

describe('a host that gives no answer', () => {
  it('refuses connections, and is down', async () => {
    expect(
      await readAt(`http://127.0.0.1:${await closedPort()}`),
    ).toMatchObject({
      ...{ status: 'unhealthy', answer: 'refused' },
      message: expect.stringMatching(
        /^Does not answer: .* refuses connections/,
      ),
    });
  });

  it('takes longer than we wait, and is not known', async () => {
    const port = await listening(() => undefined);
    expect(await readAt(`http://127.0.0.1:${port}`)).toMatchObject({
      ...{ status: 'unknown', answer: 'timeout' },
      message: expect.stringMatching(/did not answer within 2 s$/),
    });
  });

  it('begins an answer and never ends it', async () => {
    const port = await listening(socket => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"status"');
    });
    expect(await readAt(`http://127.0.0.1:${port}`)).toMatchObject({
      ...{ status: 'unknown', answer: 'timeout' },
    });
  });

  it('has a name that nobody knows', async () => {
    expect(await readAt('https://api.tokpulse.invalid')).toMatchObject({
      ...{ status: 'unknown', answer: 'dns-error' },
      message:
        'Could not be asked: the name api.tokpulse.invalid cannot be resolved',
    });
  });

  it('has no certificate to show', async () => {
    const port = await portOf(createTlsServer());
    expect(await readAt(`https://127.0.0.1:${port}`)).toMatchObject({
      ...{ status: 'unhealthy', answer: 'tls-error' },
      message: expect.stringContaining('no trusted TLS connection'),
    });
  });

  it('cuts the connection', async () => {
    const port = await listening(socket =>
      socket.once('data', () => socket.destroy()),
    );
    expect(await readAt(`http://127.0.0.1:${port}`)).toMatchObject({
      ...{ status: 'unhealthy', answer: 'connection-lost' },
      message: expect.stringContaining('cut the connection'),
    });
  });

  it('speaks something else', async () => {
    const port = await listening(socket => socket.end('SSH-2.0-OpenSSH_9\r\n'));
    expect(await readAt(`http://127.0.0.1:${port}`)).toMatchObject({
      answer: 'unexpected-content',
      message: expect.stringContaining('does not answer in HTTP'),
    });
  });

  it('is where requests may not go, and is not asked', async () => {
    let connections = 0;
    const port = await listening(() => {
      connections += 1;
    });
    expect(
      await readAt(`http://127.0.0.1:${port}`, { allowedNetworks: [] }),
    ).toMatchObject({ status: 'unknown', answer: 'blocked' });
    expect(connections).toBe(0);
  });
});
