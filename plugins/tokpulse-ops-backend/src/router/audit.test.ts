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

import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  apiRoutes,
  type ApiRoute,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { eventually } from '../testing';
import {
  startOpsBackend,
  type OpsBackend,
} from '../__testUtils__/startOpsBackend';
import { testRunbook } from '../__testUtils__/testRunbook';

jest.setTimeout(60_000);

type Told = Pick<
  AuditorServiceCreateEventOptions,
  'eventId' | 'severityLevel' | 'meta'
> & { outcome?: 'success' | 'fail' };

const told: Told[] = [];
const auditor: AuditorService = {
  async createEvent({ eventId, severityLevel, meta }) {
    const entry: Told = { eventId, severityLevel, meta };
    told.push(entry);
    return {
      success: async () => {
        entry.outcome = 'success';
      },
      fail: async () => {
        entry.outcome = 'fail';
      },
    };
  },
};

let ops: OpsBackend;

beforeAll(async () => {
  ops = await startOpsBackend({
    runbooks: { hello: testRunbook() },
    features: [mockServices.auditor.mock(auditor).factory],
  });
});
beforeEach(() => {
  told.length = 0;
});
afterAll(() => ops.stop());

describe('the audit', () => {
  it('tells what was changed, and about what', async () => {
    const { id, hash } = await ops
      .as('olga')
      .createPlan({ service: 'shop', runbook: 'hello' });
    await ops.as('olga').startRun({
      ...{ planId: id, planHash: hash },
      reason: 'Nothing for an audit',
    });
    expect(told).toEqual([
      {
        ...{ eventId: 'plan', severityLevel: 'medium', outcome: 'success' },
        meta: { actionType: 'create', service: 'shop', runbook: 'hello' },
      },
      {
        ...{ eventId: 'run', severityLevel: 'medium', outcome: 'success' },
        meta: { actionType: 'start', planId: id, planHash: hash },
      },
    ]);
  });

  it('tells what was refused', async () => {
    await ops
      .as('vera')
      .createPlan({ service: 'shop', runbook: 'hello' })
      .catch(() => undefined);
    expect(told).toEqual([
      expect.objectContaining({ severityLevel: 'medium', outcome: 'fail' }),
    ]);
  });

  const severityOf = (route: ApiRoute) => {
    if (route.path === apiRoutes.breakGlass.path) {
      return 'high';
    }
    return route.method === 'GET' ? 'low' : 'medium';
  };

  it.each(Object.values(apiRoutes))('tells of $method $path', async route => {
    const { method, path } = route;
    const concrete = path
      .replace(/:(run|plan)/g, '01990000-0000-7000-8000-000000000000')
      .replace(/:[a-z]+/g, 'nothing');
    const gone = new AbortController();
    await ops.request(concrete, {
      method,
      signal: gone.signal,
      ...(method === 'POST' && {
        headers: { 'content-type': 'application/json' },
        body: '{}',
      }),
    });
    // A stream goes on until its reader leaves.
    gone.abort();
    await eventually(
      async () => told,
      ([one]) => one !== undefined && 'outcome' in one,
    );
    expect(told).toEqual([
      expect.objectContaining({
        severityLevel: severityOf(route),
        outcome: expect.any(String),
      }),
    ]);
  });
});
