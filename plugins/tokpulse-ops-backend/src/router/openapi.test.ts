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

import SwaggerParser from '@apidevtools/swagger-parser';
import { mockCredentials } from '@backstage/backend-test-utils';
import { apiRoutes } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startOpsBackend,
  type OpsBackend,
} from '../__testUtils__/startOpsBackend';

jest.setTimeout(60_000);

let ops: OpsBackend;

beforeAll(async () => {
  ops = await startOpsBackend();
});
afterAll(() => ops.stop());

const get = (path: string) =>
  ops.request(path, { token: mockCredentials.user.token('user:default/vera') });

describe('/openapi.json', () => {
  it('is valid', async () => {
    const document = await (await get('/openapi.json')).json();
    const api = await SwaggerParser.validate(document);
    expect(Object.keys(api.paths ?? {})).toHaveLength(
      new Set(Object.values(apiRoutes).map(({ path }) => path)).size,
    );
  });

  it.each(Object.values(apiRoutes))(
    'names $method $path, which is there',
    async ({ method, path }) => {
      const response = await ops.request(
        path
          .replace(/:(run|plan)/g, '01990000-0000-7000-8000-000000000000')
          .replace(/:[a-z]+/g, 'nothing'),
        {
          method,
          token: mockCredentials.user.token('user:default/olga'),
          ...(method === 'POST' && {
            headers: { 'content-type': 'application/json' },
            body: '{}',
          }),
        },
      );
      if (response.ok) {
        await response.body?.cancel();
        return;
      }
      // Express's own answer for a route that is not there has no code.
      const { error } = await response.json();
      expect(error).toMatchObject({
        code: expect.any(String),
        nextStep: expect.any(String),
      });
    },
  );
});
