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

import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  isPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { tokpulseOpsPolicy } from '@tokpulse/backstage-plugin-permission-backend-module-tokpulse-ops';
import {
  describeApiError,
  serviceReadPermission,
  type ObservationNotice,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  createTokpulseOpsServiceConditionalDecision,
  tokpulseOpsServiceConditions,
} from '../access';
import {
  startOpsBackend,
  type OpsBackend,
  type TestPerson,
} from '../__testUtils__/startOpsBackend';
import { startHealthEndpoint } from '../__testUtils__/healthEndpoint';
import { testRunbook } from '../__testUtils__/testRunbook';
import { eventually } from '../testing';

jest.setTimeout(90_000);

/** The roles as they are; Otto sees one of the services only. */
class OneServicePolicy implements PermissionPolicy {
  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (
      user?.info.userEntityRef === 'user:default/otto' &&
      isPermission(request.permission, serviceReadPermission)
    ) {
      return createTokpulseOpsServiceConditionalDecision(
        request.permission,
        tokpulseOpsServiceConditions.isService({ ids: ['other'] }),
      );
    }
    return (
      tokpulseOpsPolicy(request, user, {
        viewer: ['group:default/viewers'],
        operator: ['group:default/operators'],
        approver: ['group:default/approvers'],
        administrator: ['group:default/administrators'],
      }) ?? { result: AuthorizeResult.ALLOW }
    );
  }
}

let ops: OpsBackend;
let other: Awaited<ReturnType<typeof startHealthEndpoint>>;
const auditor = mockServices.auditor.mock();
const notifications: { title: string; link?: string; to: unknown }[] = [];

beforeAll(async () => {
  auditor.createEvent.mockImplementation(async () => ({
    success: async () => undefined,
    fail: async () => undefined,
  }));
  other = await startHealthEndpoint();
  ops = await startOpsBackend({
    policy: new OneServicePolicy(),
    config: { app: { baseUrl: 'https://portal.example.com' } },
    services: {
      other: {
        title: 'Other',
        allowedNetworks: ['127.0.0.0/8'],
        requestBudget: 2_000,
        slo: { availability: 99.5, window: '7d' },
        alerts: { notify: ['group:default/operators'] },
        hosts: { web: { url: other.url } },
      },
      empty: { hosts: {} },
    },
    runbooks: {
      down: testRunbook({
        title: 'Down',
        frontMatter:
          'severity: P1\nrespondWithin: 10m\nsuggestWhen: service.health.status == "unhealthy"',
      }).replace('services: [shop]', 'services: [shop, other]'),
      calm: testRunbook({ title: 'Calm' }),
    },
    features: [
      auditor.factory,
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({
          send: async ({ payload, recipients }) => {
            notifications.push({
              title: payload.title,
              link: payload.link,
              to: recipients.type === 'entity' && recipients.entityRef,
            });
          },
        }),
      }),
    ],
  });
});
afterAll(async () => {
  await ops?.stop();
  await other?.stop();
});

const observations = (person: TestPerson) => ops.as(person).observations;
const problemOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    error => describeApiError(error),
  );
const refresh = (service: string) => observations('ada').refresh(service);
/** Reads it again until it is so. */
const until = (
  service: string,
  isSo: (health: Awaited<ReturnType<typeof refresh>>) => boolean,
) => eventually(() => refresh(service), isSo);

describe('the health of a service', () => {
  it('is what was collected, in words, with its objective and ninety days', async () => {
    const health = await until('other', ({ status }) => status === 'healthy');
    expect(health).toMatchObject({
      service: 'other',
      explanation: { headline: expect.stringMatching(/^Other is healthy/) },
      suggestions: [],
      hosts: [{ host: 'web', status: 'healthy', since: health.since }],
      slo: { objective: 0.995, window: '7d', configured: true },
      collection: { stale: false, budget: { limit: 2_000 } },
    });
    expect(health.days).toHaveLength(90);
    expect(health.availability.map(({ window }) => window)).toEqual([
      '24h',
      '7d',
      '30d',
      '90d',
    ]);
    expect(await observations('vera').health('other')).toMatchObject({
      status: 'healthy',
      since: health.since,
    });
  });

  it('has an objective that nobody has configured', async () => {
    expect((await observations('vera').health('shop')).slo).toMatchObject({
      objective: 0.999,
      window: '30d',
      configured: false,
    });
  });

  it('of a service without a host says what to add', async () => {
    expect(await observations('vera').health('empty')).toMatchObject({
      status: 'unknown',
      hosts: [],
      explanation: { headline: expect.stringMatching(/empty/) },
    });
  });

  it('is not there for whoever may not see the service', async () => {
    const missing = await problemOf(observations('stan').health('nothing'));
    expect(missing).toMatchObject({ status: 404, code: 'no-such-service' });
    for (const attempt of [
      () => observations('stan').health('shop'),
      () => observations('stan').refresh('shop'),
      () => observations('stan').incidents('shop'),
      () => observations('otto').health('shop'),
      () =>
        observations('otto').acknowledge({
          service: 'shop',
          incident: '0199aaaa-0000-7000-8000-000000000000',
        }),
    ]) {
      expect(await problemOf(attempt())).toMatchObject({
        status: 404,
        code: 'no-such-service',
        message: "There is no service 'shop'",
      });
    }
  });
});

describe('an incident', () => {
  it('opens, is told, acknowledged by an operator, and ends', async () => {
    await until('shop', ({ status }) => status === 'healthy');
    ops.setHealth(503);
    const health = await until('shop', one => one.incident !== undefined);
    const { incident } = health;
    expect(health).toMatchObject({
      status: 'unhealthy',
      suggestions: [
        {
          runbook: 'down',
          title: 'Down',
          severity: 'P1',
          respondWithinMs: 600_000,
          because: expect.stringMatching(/^Shop is unhealthy: /),
        },
      ],
      incident: {
        severity: 'P1',
        respondWithinMs: 600_000,
        runbook: { id: 'down', title: 'Down' },
      },
    });
    const ref = { service: 'shop', incident: incident?.id ?? '' };
    for (const person of ['vera', 'arne'] as const) {
      expect(
        await problemOf(observations(person).acknowledge(ref)),
      ).toMatchObject({ status: 403, code: 'permission-missing' });
    }
    expect(
      await observations('olga').acknowledge(ref, { note: 'Looking' }),
    ).toMatchObject({
      acknowledgedBy: 'user:default/olga',
      acknowledgedAt: expect.any(String),
      note: 'Looking',
    });
    expect(await observations('ada').acknowledge(ref)).toMatchObject({
      acknowledgedBy: 'user:default/olga',
    });
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'incident',
        severityLevel: 'medium',
        meta: expect.objectContaining({
          actionType: 'acknowledge',
          service: 'shop',
          incident: ref.incident,
        }),
      }),
    );

    ops.setHealth(200);
    await until(
      'shop',
      one => one.incident === undefined && one.status === 'healthy',
    );
    const page = await observations('vera').incidents('shop');
    expect(page.items).toMatchObject([
      { id: ref.incident, closedAt: expect.any(String) },
    ]);
  });

  it('is told to whom the configuration names, with a link to the plan', async () => {
    await until('other', ({ status }) => status === 'healthy');
    other.setStatus(503);
    await until('other', one => one.incident !== undefined);
    other.setStatus(200);
    await until('other', one => one.incident === undefined);
    await eventually(
      async () => notifications,
      told => told.length >= 2,
    );
    expect(notifications).toEqual([
      {
        title: 'P1: Other is unhealthy',
        link: '/tokpulse-ops/services/other?plan=down',
        to: ['group:default/operators'],
      },
      {
        title: 'Other is healthy again',
        link: '/tokpulse-ops/services/other',
        to: ['group:default/operators'],
      },
    ]);
  });
});

describe('the states of services', () => {
  it('are those that the caller may see', async () => {
    const names = async (person: TestPerson) =>
      (await observations(person).states()).map(({ service }) => service);
    expect((await names('vera')).sort()).toEqual(['empty', 'other', 'shop']);
    expect(await names('otto')).toEqual(['other']);
    expect(await names('stan')).toEqual([]);
  });

  it('say how each is now, and how many runs are active', async () => {
    await until('other', ({ status }) => status === 'healthy');
    const states = await observations('vera').states();
    expect(states.find(({ service }) => service === 'other')).toMatchObject({
      title: 'Other',
      status: 'healthy',
      stale: false,
      headline: expect.stringMatching(/^Other is healthy/),
      activeRuns: 0,
    });
  });
});

describe('the stream of what is new', () => {
  /** What somebody hears while something happens. */
  const heard = async (
    person: TestPerson,
    service: string | undefined,
    enough: (notices: readonly ObservationNotice[]) => boolean,
  ) => {
    const notices: ObservationNotice[] = [];
    const stop = new AbortController();
    const asking = setInterval(() => {
      refresh('shop').catch(() => undefined);
      refresh('other').catch(() => undefined);
    }, 300);
    try {
      for await (const notice of observations(person).follow({
        service,
        signal: AbortSignal.any([stop.signal, AbortSignal.timeout(30_000)]),
      })) {
        notices.push(notice);
        if (enough(notices)) {
          break;
        }
      }
    } finally {
      clearInterval(asking);
      stop.abort();
    }
    return notices;
  };

  it('tells of every service that the caller may see', async () => {
    const notices = await heard('vera', undefined, seen =>
      ['shop', 'other'].every(id => seen.some(one => one.service === id)),
    );
    expect(notices[0]).toEqual({
      service: expect.any(String),
      at: expect.any(String),
      what: 'observation',
      status: 'healthy',
    });
  });

  it('tells of no service that the caller may not see', async () => {
    const notices = await heard('otto', undefined, seen => seen.length >= 3);
    expect(new Set(notices.map(({ service }) => service))).toEqual(
      new Set(['other']),
    );
  });

  it('tells when an incident changed', async () => {
    other.setStatus(503);
    const notices = await heard('otto', 'other', seen =>
      seen.some(({ what }) => what === 'incident'),
    );
    expect(notices.at(-1)).toMatchObject({
      service: 'other',
      status: 'unhealthy',
    });
    other.setStatus(200);
    await until('other', one => one.incident === undefined);
  });

  it('is written without buffering, and refused for what may not be seen', async () => {
    const stop = new AbortController();
    const token = (person: string) =>
      `mock-user-token:${JSON.stringify({ sub: `user:default/${person}` })}`;
    const response = await ops.request('/observations/stream', {
      token: token('vera'),
      signal: stop.signal,
    });
    expect(response.headers.get('content-type')).toBe(
      'text/event-stream; charset=utf-8',
    );
    expect(response.headers.get('cache-control')).toBe(
      'no-cache, no-transform',
    );
    stop.abort();
    const refused = await ops.request('/observations/stream?service=shop', {
      token: token('otto'),
    });
    expect(refused.status).toBe(404);
  });
});
