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
import type { ObservationNotice } from '../domain';
import { TokPulseOpsClient } from './client';
import { describeApiError } from './problem';

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<TokPulseOpsClient> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>(resolve => {
    listening.listen(0, '127.0.0.1', resolve);
  });
  const address = listening.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The test server has no port');
  }
  return new TokPulseOpsClient({
    discoveryApi: {
      getBaseUrl: async () => `http://127.0.0.1:${address.port}`,
    },
    fetchApi: { fetch },
  });
}

afterEach(async () => {
  const listening = server;
  server = undefined;
  await new Promise<void>(resolve => {
    listening?.closeAllConnections();
    if (listening === undefined) {
      resolve();
    } else {
      listening.close(() => resolve());
    }
  });
});

const notice: ObservationNotice = {
  service: 'shop',
  at: '2026-11-24T00:00:00.000Z',
  what: 'observation',
  status: 'healthy',
};

const frame = (data: object) =>
  `event: observation\ndata: ${JSON.stringify(data)}\n\n`;

describe('following observations', () => {
  it('goes on over renewed and cut connections until it is told to end', async () => {
    const asked: (string | undefined)[] = [];
    const client = await serve((req, res) => {
      asked.push(req.url);
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      if (asked.length === 1) {
        res.write(`: hello\n\n${frame(notice)}`, () => res.destroy());
        return;
      }
      res.write(frame({ ...notice, status: 'unhealthy' }));
    });
    const connections: string[] = [];
    const controller = new AbortController();
    const seen: string[] = [];
    for await (const { service, status } of client.observations.follow({
      service: 'shop',
      signal: controller.signal,
      onConnection: state => connections.push(state),
    })) {
      seen.push(`${service} ${status}`);
      if (status === 'unhealthy') {
        controller.abort();
      }
    }
    expect(seen).toEqual(['shop healthy', 'shop unhealthy']);
    expect(asked[0]).toBe('/observations/stream?service=shop');
    expect(connections).toEqual(['connected', 'lost', 'connected']);
  });

  it('leaves out what it does not know', async () => {
    const client = await serve((_, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.end(
        `event: later\ndata: {}\n\n${frame({
          ...notice,
          status: 'sleepy',
        })}${frame(notice)}event: end\ndata: {}\n\n`,
      );
    });
    const seen: ObservationNotice[] = [];
    for await (const one of client.observations.follow()) {
      seen.push(one);
    }
    expect(seen).toEqual([notice]);
  });

  it('throws when services may not be seen any longer', async () => {
    const client = await serve((_, res) => {
      res.writeHead(403, { 'content-type': 'application/json' });
      res.end(
        JSON.stringify({
          error: { name: 'NotAllowedError', message: 'No' },
          response: { statusCode: 403 },
        }),
      );
    });
    const following = client.observations.follow();
    const error = await following.next().catch(e => e);
    expect(describeApiError(error)).toMatchObject({ status: 403 });
  });
});
