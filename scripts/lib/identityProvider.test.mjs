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

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { test } from 'node:test';
import { waitForIdentityProvider } from './identityProvider.mjs';

async function provider(t, answers) {
  let asked = 0;
  const server = http.createServer((_request, response) => {
    const [status, body] = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const metadataUrl = `http://127.0.0.1:${server.address().port}/openid`;
  return { metadataUrl, asked: () => asked };
}

test('waits until the provider describes itself', async t => {
  const { metadataUrl, asked } = await provider(t, [
    [503, '{}'],
    [200, 'not yet'],
    [200, '{"issuer":"http://127.0.0.1"}'],
  ]);
  await waitForIdentityProvider({ metadataUrl });
  assert.equal(asked(), 3);
});

test('says which provider did not come, and why', async t => {
  const { metadataUrl } = await provider(t, [[503, '{}']]);
  await assert.rejects(
    waitForIdentityProvider({ metadataUrl, timeoutMs: 500 }),
    error =>
      error.message.includes(metadataUrl) && error.message.includes('503'),
  );
});

test('gives up with the process that was to bring it', async t => {
  const { metadataUrl } = await provider(t, [[503, '{}']]);
  await assert.rejects(
    waitForIdentityProvider({ metadataUrl, while: () => false }),
    /ended before it was ready/,
  );
});
