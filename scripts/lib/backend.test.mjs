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
import path from 'node:path';
import { test } from 'node:test';
import { configArguments, TEAM_CONFIG } from './backend.mjs';

test('a backend without more configuration looks for the usual files itself', () => {
  assert.deepEqual(configArguments([]), []);
});

test('more configuration comes last, and every file is there', () => {
  const args = configArguments([TEAM_CONFIG]);
  const files = args.filter(arg => arg !== '--config');
  assert.equal(args.length, 2 * files.length);
  assert.equal(path.basename(files[0]), 'app-config.yaml');
  assert.equal(path.basename(files.at(-1) ?? ''), TEAM_CONFIG);
  for (const file of files) {
    assert.ok(fs.existsSync(file), file);
  }
});
