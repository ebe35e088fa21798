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

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import type { Measurement, MeasuredRead } from '../__testUtils__/measuredRead';
import {
  startSandboxService,
  type SandboxService,
} from '../__testUtils__/sandboxService';

jest.setTimeout(90_000);

const LIMIT = 64 * 1024 * 1024;
const BLOCK = Buffer.alloc(1024 * 1024);

/** Reads in a process of its own, in which nothing else takes memory. */
async function measure(what: MeasuredRead): Promise<Measurement> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(__dirname, '../__testUtils__/measuredRead.ts'),
      JSON.stringify(what),
    ],
    { timeout: 60_000 },
  );
  return JSON.parse(stdout);
}

describe('what somebody else sends without end', () => {
  let server: Server | undefined;
  const serve = async (listener: RequestListener) => {
    server = createServer(listener);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };
  afterEach(async () => {
    server?.closeAllConnections();
    server?.close();
  });

  it('is read up to the limit: a body', async () => {
    const url = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(BLOCK));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const { outcome, growthBytes } = await measure({ kind: 'body', url });
    expect(outcome).toBe('too-large');
    expect(growthBytes).toBeLessThan(LIMIT);
  });

  it('is read up to the limit: a compression bomb of 4 GiB', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      const gzip = createGzip();
      gzip.on('error', () => {});
      response.on('close', () => gzip.destroy());
      gzip.pipe(response);
      let left = 4 * 1024;
      const more = () => {
        while (left > 0 && !gzip.destroyed) {
          left -= 1;
          if (!gzip.write(BLOCK)) {
            gzip.once('drain', more);
            return;
          }
        }
        gzip.end();
      };
      more();
    });
    const { outcome, growthBytes } = await measure({ kind: 'body', url });
    expect(outcome).toBe('too-large');
    expect(growthBytes).toBeLessThan(LIMIT);
  });
});

describe('what a statement returns without end', () => {
  let world: SandboxService;
  beforeAll(async () => {
    world = await startSandboxService();
  });
  afterAll(async () => {
    await world?.sandbox.stop();
  });
  const rows = (sql: string) =>
    measure({
      kind: 'rows',
      connection: world.sandbox.env.TOKPULSE_DATABASE_READONLY_URL,
      sql,
    });

  it('is read up to the limit: a million rows', async () => {
    const { outcome, growthBytes } = await rows(
      'SELECT a.id, b.email FROM users a CROSS JOIN users b LIMIT 1000000',
    );
    expect(outcome).toBe('rows: 1000');
    expect(growthBytes).toBeLessThan(LIMIT);
  });

  it.each([
    ['60 MiB, cut on the way', 1_000_000],
    ['more than the server can make', 50_000_000],
  ])('is refused: one value of %s', async (_, limit) => {
    const { outcome, growthBytes } = await rows(
      `SELECT string_agg(pair, ',') AS whole
       FROM (SELECT a.email || b.email AS pair FROM users a CROSS JOIN users b
             LIMIT ${limit}) pairs`,
    );
    // A slow machine meets the time limit first.
    expect(outcome).toMatch(/^(too-large|timeout)$/);
    expect(growthBytes).toBeLessThan(LIMIT);
  });
});
