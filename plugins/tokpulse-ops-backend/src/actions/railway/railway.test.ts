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

import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  ActionError,
  type ServiceRequest,
  type ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import {
  createMockServiceAccess,
  executeAction,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node/testUtils';
import { ConfigReader } from '@backstage/config';
import { ConfiguredServices } from '../../services';
import { failureOf } from '../../__testUtils__/failureOf';
import { railwayLogs } from './logs';
import { probeRestart } from './probeRestart';
import { railwayRestart } from './restart';
import { railwayStatus } from './status';

const settings = {
  railway: {
    url: 'https://railway.example/graphql/v2',
    token: 'token',
    tokenType: 'project',
    projectId: 'p1',
    environmentId: 'e1',
    service: 'app',
  },
};

interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

const deployment = (more: object = {}) => ({
  id: 'd1',
  status: 'SUCCESS',
  createdAt: '2026-11-23T18:00:00.000Z',
  statusUpdatedAt: '2026-11-23T18:00:00.000Z',
  url: null,
  instances: [{ id: 'i1', status: 'RUNNING' }],
  ...more,
});

/** What Railway answers to reading what is deployed. */
function reads(
  { query }: Operation,
  instance: object = {
    latestDeployment: deployment(),
    activeDeployments: [deployment()],
  },
): object | undefined {
  if (query.includes('project(')) {
    return {
      data: {
        project: { services: { edges: [{ node: { id: 's1', name: 'app' } }] } },
      },
    };
  }
  return query.includes('serviceInstance(')
    ? { data: { serviceInstance: instance } }
    : undefined;
}

function railway(
  answer: (
    operation: Operation,
    request: ServiceRequest,
  ) => object | { readonly http: Partial<ServiceResponse> },
) {
  const sent: ServiceRequest[] = [];
  const service = createMockServiceAccess({
    id: 'shop',
    settings,
    request: request => {
      sent.push(request);
      const result = answer(JSON.parse(request.body ?? ''), request);
      return 'http' in result
        ? (result.http as Partial<ServiceResponse>)
        : { body: JSON.stringify(result) };
    },
  });
  return { service, sent };
}

describe('the Railway client', () => {
  it.each([
    ['project', { 'project-access-token': 'token' }],
    ['account', { authorization: 'Bearer token' }],
  ])('signs in with a %s token', async (tokenType, header) => {
    const sent: ServiceRequest[] = [];
    const service = createMockServiceAccess({
      settings: { railway: { ...settings.railway, tokenType } },
      request: request => {
        sent.push(request);
        return { body: JSON.stringify(reads(JSON.parse(request.body ?? ''))) };
      },
    });
    await executeAction(railwayStatus, { service });
    expect(sent[0].headers).toMatchObject(header);
  });

  it.each<[string, object, object]>([
    [
      'HTTP 429',
      { http: { status: 429, headers: { 'retry-after': '600' }, body: '' } },
      { code: 'rate-limited', nextStep: 'Try again in 10 min' },
    ],
    [
      'HTTP 401',
      { http: { status: 401, body: '{}' } },
      { code: 'unauthorized' },
    ],
    [
      'HTTP 500 in HTML',
      { http: { status: 500, body: '<html>' } },
      { code: 'unreachable' },
    ],
    [
      'an error with HTTP 200',
      { errors: [{ message: 'Not Authorized' }], data: null },
      { code: 'unauthorized' },
    ],
    [
      'an error that is not ours to repeat',
      {
        errors: [
          {
            message: 'secret-in-a-provider-error',
            extensions: { code: 'INTERNAL_SERVER_ERROR' },
          },
        ],
      },
      {
        code: 'refused',
        message:
          'Could not find the service at Railway: it reports INTERNAL_SERVER_ERROR',
      },
    ],
    [
      'data of another shape',
      { data: { project: null } },
      { code: 'invalid-response' },
    ],
    [
      'something else than JSON',
      { http: { body: 'hello' } },
      { code: 'invalid-response' },
    ],
  ])('understands %s', async (_, answer, expected) => {
    const { service } = railway(() => answer);
    await expect(
      executeAction(railwayStatus, { service }),
    ).rejects.toMatchObject({ ...expected, effect: 'none' });
  });
});

describe('railway:restart', () => {
  it.each<[string, object, string]>([
    ['HTTP 500', { http: { status: 500, body: '' } }, 'possible'],
    ['HTTP 429', { http: { status: 429, body: '' } }, 'none'],
    ['HTTP 401', { http: { status: 401, body: '' } }, 'none'],
    [
      'an error of Railway',
      { errors: [{ message: 'Problem processing request' }] },
      'possible',
    ],
    [
      'a refusal of the request',
      {
        errors: [
          { message: 'x', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
        ],
      },
      'none',
    ],
    [
      'a deployment that is gone',
      { errors: [{ message: 'Deployment not found' }] },
      'none',
    ],
    ['an answer without data', { data: {} }, 'possible'],
    ['a no', { data: { deploymentRestart: false } }, 'none'],
  ])(
    'knows after %s whether it may have happened',
    async (_, answer, effect) => {
      const { service } = railway(operation => reads(operation) ?? answer);
      const failure = await failureOf(
        executeAction(railwayRestart, { service }),
      );
      expect(failure).toMatchObject({ effect });
    },
  );

  it.each<[string, object, object]>([
    [
      'the latest deployment',
      {
        latestDeployment: deployment({ id: 'new' }),
        activeDeployments: [deployment({ id: 'new' })],
      },
      { id: 'new' },
    ],
    [
      'the crashed one',
      {
        latestDeployment: deployment({ id: 'crashed', status: 'CRASHED' }),
        activeDeployments: [],
      },
      { id: 'crashed' },
    ],
    [
      'the one that still serves when a build has failed',
      {
        latestDeployment: deployment({ id: 'bad', status: 'FAILED' }),
        activeDeployments: [
          deployment({ id: 'old', createdAt: '2026-11-01T00:00:00.000Z' }),
          deployment({ id: 'serving', createdAt: '2026-11-02T00:00:00.000Z' }),
        ],
      },
      { id: 'serving' },
    ],
  ])('restarts %s', async (_, instance, variables) => {
    const { service, sent } = railway(
      operation =>
        reads(operation, instance) ?? { data: { deploymentRestart: true } },
    );
    await executeAction(railwayRestart, { service });
    expect(JSON.parse(sent.at(-1)?.body ?? '')).toMatchObject({ variables });
  });

  it.each([
    { latestDeployment: null, activeDeployments: [] },
    {
      latestDeployment: deployment({ status: 'FAILED' }),
      activeDeployments: [],
    },
  ])('sends nothing when there is nothing to restart (%#)', async instance => {
    const { service, sent } = railway(
      operation => reads(operation, instance) ?? {},
    );
    await expect(
      executeAction(railwayRestart, { service }),
    ).rejects.toMatchObject({ code: 'precondition-failed', effect: 'none' });
    expect(sent).toHaveLength(2);
  });

  it('says that it may have happened when it is cancelled after it was sent', async () => {
    const controller = new AbortController();
    const server: Server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = reads(JSON.parse(Buffer.concat(chunks).toString()));
      if (answer) {
        response.end(JSON.stringify(answer));
      } else {
        controller.abort();
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const service = ConfiguredServices.fromConfig(
      new ConfigReader({
        tokpulseOps: {
          services: {
            shop: {
              allowedNetworks: ['127.0.0.0/8'],
              railway: { ...settings.railway, url: `http://127.0.0.1:${port}` },
            },
          },
        },
      }),
      { fingerprintKey: 'key' },
    ).get('shop');
    expect(
      await failureOf(
        executeAction(railwayRestart, { service, signal: controller.signal }),
      ),
    ).toMatchObject({ code: 'cancelled', effect: 'possible' });
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
});

describe('the probe of railway:restart', () => {
  const SENT = Date.parse('2026-11-23T18:00:00.000Z');
  const probe = (options: {
    readonly uptimeMs?: number;
    readonly afterMs: number;
    readonly statusUpdatedAt?: string;
    readonly railwayIsDown?: boolean;
  }) =>
    probeRestart({
      named: undefined,
      signal: new AbortController().signal,
      since: new Date(SENT),
      now: () => SENT + options.afterMs,
      service: createMockServiceAccess({
        settings,
        hosts: { api: { url: 'https://api.example', format: 'tokpulse' } },
        request: ({ url, body }) => {
          if (url.startsWith('https://api')) {
            return {
              body: JSON.stringify({
                status: 'healthy',
                checks: [{ name: 'database', status: 'healthy' }],
                uptime: options.uptimeMs,
              }),
            };
          }
          if (options.railwayIsDown) {
            throw new ActionError({ code: 'unreachable', message: 'down' });
          }
          const it = deployment({ statusUpdatedAt: options.statusUpdatedAt });
          return {
            body: JSON.stringify(
              reads(JSON.parse(body ?? ''), {
                latestDeployment: it,
                activeDeployments: [it],
              }),
            ),
          };
        },
      }),
    });

  it.each<[string, Parameters<typeof probe>[0], string]>([
    [
      'a process younger than the request',
      { uptimeMs: 10_000, afterMs: 60_000 },
      'happened',
    ],
    [
      'a status of the deployment that is younger',
      { afterMs: 60_000, statusUpdatedAt: '2026-11-23T18:00:20.000Z' },
      'happened',
    ],
    [
      'the old process, soon after',
      { uptimeMs: 900_000, afterMs: 30_000 },
      'unknown',
    ],
    [
      'the old process, long after',
      { uptimeMs: 900_000, afterMs: 300_000 },
      'did-not-happen',
    ],
    [
      'a process of about the same age',
      { uptimeMs: 62_000, afterMs: 60_000 },
      'unknown',
    ],
    ['no witness', { afterMs: 300_000 }, 'unknown'],
    [
      'one witness, while the other cannot be heard',
      { uptimeMs: 10_000, afterMs: 60_000, railwayIsDown: true },
      'happened',
    ],
  ])('concludes from %s', async (_, options, outcome) => {
    expect(await probe(options)).toMatchObject({ outcome });
  });
});

describe('railway:logs', () => {
  const logOf = (lines: readonly object[]) =>
    railway(
      operation => reads(operation) ?? { data: { deploymentLogs: lines } },
    );

  it('keeps times and levels, puts lines in order, and cuts what is long', async () => {
    const { service } = logOf([
      {
        timestamp: '2026-11-23T18:00:02.123456789Z',
        message: 'b',
        severity: 'err',
      },
      { timestamp: '2026-11-23T18:00:01Z', message: 'a', severity: null },
      {
        timestamp: '2026-11-23T18:00:03Z',
        message: 'w'.repeat(900),
        severity: 'warn',
      },
    ]);
    const { output, logged } = await executeAction(railwayLogs, { service });
    expect(logged.slice(1)).toMatchObject([
      { at: '2026-11-23T18:00:01.000Z', level: 'info', text: 'a' },
      { at: '2026-11-23T18:00:02.123Z', level: 'error', text: 'b' },
      { level: 'warn', text: 'w'.repeat(900) },
    ]);
    expect(output).toMatchObject({
      lines: 3,
      errors: 1,
      warnings: 1,
      truncated: false,
      worst: [{ text: 'b' }, { text: 'w'.repeat(500) }],
    });
  });

  it('asks from a time on', async () => {
    const { service, sent } = logOf([]);
    const before = Date.now();
    await executeAction(railwayLogs, { service, input: { since: '15m' } });
    const { startDate } = JSON.parse(sent.at(-1)?.body ?? '').variables;
    expect(Date.parse(startDate)).toBeGreaterThanOrEqual(before - 900_000);
    expect(Date.parse(startDate)).toBeLessThanOrEqual(Date.now() - 900_000);
    await expect(
      executeAction(railwayLogs, { service, input: { since: 'yesterday' } }),
    ).rejects.toThrow('Write a duration such as 15m');
  });
});
