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
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { cacheDir } from './paths.mjs';
import { exclusively } from './mutex.mjs';

test('two holders of one name follow each other', async () => {
  const name = `test-${process.pid}`;
  const order = [];
  let letGo;
  const first = exclusively(name, async () => {
    order.push('first begins');
    await new Promise(resolve => {
      letGo = resolve;
    });
    order.push('first ends');
  });
  const second = exclusively(name, async () => order.push('second'));
  letGo();
  await Promise.all([first, second]);
  assert.deepEqual(order, ['first begins', 'first ends', 'second']);
});

test('a holder that died does not keep others waiting', async () => {
  const name = `test-dead-${process.pid}`;
  const { pid } = spawnSync('true');
  fs.mkdirSync(cacheDir, { recursive: true });
  fs.writeFileSync(path.join(cacheDir, `${name}.lock`), String(pid));
  assert.equal(await exclusively(name, async () => 'done'), 'done');
});

test('a failure gives the name back', async () => {
  const name = `test-failing-${process.pid}`;
  const failing = exclusively(name, async () => {
    throw new Error('no');
  });
  await assert.rejects(failing, /no/);
  assert.equal(await exclusively(name, async () => 'done'), 'done');
});
