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
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { contentHash } from './hash.mjs';

function folder(t) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'hash-test-'));
  t.after(() => fs.rmSync(dir, { recursive: true }));
  return dir;
}

test('the hash follows the content and not the time', t => {
  const dir = folder(t);
  const file = path.join(dir, 'a', 'source.ts');
  fs.mkdirSync(path.dirname(file));
  fs.writeFileSync(file, 'one');
  const before = contentHash([dir]);

  fs.utimesSync(file, new Date(0), new Date(0));
  assert.equal(contentHash([dir]), before);

  fs.writeFileSync(file, 'two');
  assert.notEqual(contentHash([dir]), before);
});

test('a new, a moved and an empty file change the hash', t => {
  const dir = folder(t);
  const seen = new Set([contentHash([dir])]);
  fs.writeFileSync(path.join(dir, 'a'), '');
  seen.add(contentHash([dir]));
  fs.renameSync(path.join(dir, 'a'), path.join(dir, 'b'));
  seen.add(contentHash([dir]));
  fs.rmSync(path.join(dir, 'b'));
  assert.equal(seen.size, 3);
  assert.equal(seen.has(contentHash([dir])), true);
});

test('dependencies inside a folder do not count', t => {
  const dir = folder(t);
  const before = contentHash([dir]);
  fs.mkdirSync(path.join(dir, 'node_modules'));
  fs.writeFileSync(path.join(dir, 'node_modules', 'x.js'), 'x');
  assert.equal(contentHash([dir]), before);
});
