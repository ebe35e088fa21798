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

import { request } from 'node:http';
import { ask } from '../__testUtils__/http';
import { FaultSettings, FaultSettingsError } from '../faults/Fault';
import { FaultState } from '../faults/FaultCatalog';
import { ControlServer, UnknownFaultError } from './ControlServer';

const crash: FaultState = {
  name: 'crash',
  title: 'Crashed process',
  description: 'It dies.',
  cure: 'Restart it.',
  active: false,
};

describe('ControlServer', () => {
  let server: ControlServer;
  let calls: string[];

  beforeEach(async () => {
    calls = [];
    const call = (name: string, settings: FaultSettings = {}) => {
      calls.push(`${name} ${JSON.stringify(settings)}`);
    };
    server = await ControlServer.start({
      controls: {
        status: () => ({
          pid: 1,
          startedAt: '2026-01-01T00:00:00.000Z',
          processes: [],
          servers: [],
          railwayUrl: 'http://127.0.0.1:1/graphql/v2',
          identityUrl: 'http://127.0.0.1:2',
          faults: [crash],
          ledger: [],
        }),
        faults: () => [crash],
        induceFault: async (name, settings) => {
          if (name !== 'crash') {
            throw new UnknownFaultError(`There is no fault "${name}"`);
          }
          if (settings.seconds === 'many') {
            throw new FaultSettingsError('"seconds" must be a number');
          }
          call('induce', settings);
          return { ...crash, active: true };
        },
        clearFault: async () => {
          call('clear');
          return crash;
        },
        ledger: after => {
          call(`ledger ${after}`);
          return [];
        },
        reset: async () => call('reset'),
      },
    });
  });
  afterEach(async () => {
    await server.stop();
  });

  it('induces, clears and lists faults, resets, and shows the ledger', async () => {
    const post = await ask(`${server.url}/faults/crash`, {
      method: 'POST',
      body: '{"seconds":2}',
    });
    expect([post.status, post.json()]).toEqual([
      200,
      { ...crash, active: true },
    ]);
    await ask(`${server.url}/faults/crash`, { method: 'POST' });
    await ask(`${server.url}/faults/crash`, { method: 'DELETE' });
    await ask(`${server.url}/reset`, { method: 'POST' });
    expect((await ask(`${server.url}/ledger?after=7`)).json()).toEqual({
      entries: [],
    });
    expect((await ask(`${server.url}/faults`)).json()).toEqual({
      faults: [crash],
    });
    expect((await ask(`${server.url}/status`)).json()).toMatchObject({
      pid: 1,
    });
    expect(calls).toEqual([
      'induce {"seconds":2}',
      'induce {}',
      'clear {}',
      'reset {}',
      'ledger 7 {}',
    ]);
  });

  it.each([
    ['POST', '/faults/nope', undefined, 404, /There is no fault ..nope/],
    ['POST', '/faults/crash', '{"seconds":"many"}', 400, /must be a number/],
    ['POST', '/faults/crash', '[1]', 400, /must be a JSON object/],
    ['POST', '/faults/crash', '{', 400, /are not JSON/],
    ['POST', '/faults/crash', ' '.repeat(20_000), 400, /too long/],
    ['GET', '/nope', undefined, 404, /There is no GET \/nope/],
    ['GET', '/reset', undefined, 404, /There is no GET \/reset/],
  ])('refuses %s %s', async (method, path, body, status, message) => {
    const answer = await ask(server.url + path, { method, body });
    expect([answer.status, answer.text]).toEqual([
      status,
      expect.stringMatching(message),
    ]);
    expect(calls).toEqual([]);
  });

  it('does nothing for another site', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(
        `${server.url}/reset`,
        { method: 'POST', headers: { origin: 'https://evil.example' } },
        response => {
          response.resume();
          resolve(response.statusCode);
        },
      )
        .once('error', reject)
        .end();
    });
    expect(status).toBe(403);
    expect(calls).toEqual([]);
  });

  it('serves a page that runs only its own script', async () => {
    const { status, headers, text } = await ask(server.url);
    expect(status).toBe(200);
    const policy = headers.get('content-security-policy') ?? '';
    const nonce = policy.match(/script-src 'nonce-([^']+)'/)?.[1];
    expect(nonce).toMatch(/./);
    expect(policy).toContain("default-src 'none'");
    expect(text).toContain(`<script nonce="${nonce}">`);
    expect(text).toContain('<title>TokPulse sandbox</title>');
  });
});
