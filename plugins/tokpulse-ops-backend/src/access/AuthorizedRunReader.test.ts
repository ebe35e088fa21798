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
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunReader } from '../runs/types';
import { Access } from './Access';
import { AuthorizedRunReader } from './AuthorizedRunReader';

const run: RunDetail = {
  ...{ id: 'r', service: 'shop', planId: 'p', planHash: 'h' },
  runbook: { id: 'hello', title: 'Hello', contentHash: 'c' },
  state: 'running',
  withFailures: false,
  requestedBy: 'user:default/olga',
  lead: 'user:default/olga',
  createdAt: '2026-11-24T00:00:00.000Z',
  cancelRequested: false,
  approvals: 'solo',
  glassBroken: false,
  undoneBy: [],
  ...{ inputs: {}, steps: [], lastSeq: 1, logLines: 0 },
};

const notUsed = async () => {
  throw new Error('Not asked for');
};

/** Follows for ever, without an event. */
const reader: RunReader = {
  ...{ list: notUsed, plan: notUsed, events: notUsed, log: notUsed },
  get: async () => run,
  async *follow({ signal }) {
    await once(signal, 'abort');
    yield* [];
  },
};

it('ends a stream that is open when the permission is taken away', async () => {
  let result: AuthorizeResult.ALLOW | AuthorizeResult.DENY =
    AuthorizeResult.ALLOW;
  const permissions = mockServices.permissions.mock({
    authorize: async requests => requests.map(() => ({ result })),
  });
  const authorized = new AuthorizedRunReader({
    reader,
    recheckMs: 5,
    access: new Access({
      permissions,
      permissionsRegistry: mockServices.permissionsRegistry.mock(),
      auth: mockServices.auth(),
      changesAllowed: true,
    }),
  });
  const stream = authorized.follow(
    { runId: 'r', after: 0, signal: new AbortController().signal },
    mockCredentials.user(),
  );
  const next = stream.next();
  await Promise.resolve();
  result = AuthorizeResult.DENY;
  await expect(next).rejects.toThrow(NotFoundError);
});
