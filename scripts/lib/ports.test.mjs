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
import net from 'node:net';
import { test } from 'node:test';
import { freePort, isFree } from './ports.mjs';

async function listen(t, host) {
  const server = net.createServer().listen(0, host);
  t.after(() => server.close());
  await once(server, 'listening');
  return server.address().port;
}

test('a port that somebody listens on is not free', async t => {
  const port = await listen(t, '127.0.0.1');
  assert.equal(await isFree(port), false);
  assert.notEqual(await freePort(port), port);
});

test('a port taken on every address is not free', async t => {
  const port = await listen(t);
  assert.equal(await isFree(port), false);
});

test('the preferred port is taken when it is free', async () => {
  const port = await freePort();
  assert.equal(await freePort(port), port);
});
