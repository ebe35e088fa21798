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
import { test } from 'node:test';
import {
  countsFromJest,
  countsFromPlaywright,
  countsFromTap,
} from './stages.mjs';

test('node:test: passed, failed and cancelled are counted', () => {
  const text =
    '1..4\n# tests 4\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 0\n';
  assert.deepEqual(countsFromTap(text), { passed: 2, failed: 2 });
});

test('Jest: a file that cannot be loaded is a failure', () => {
  const text = JSON.stringify({
    numPassedTests: 5,
    numFailedTests: 1,
    numRuntimeErrorTestSuites: 2,
  });
  assert.deepEqual(countsFromJest(text), { passed: 5, failed: 3 });
});

test('Playwright: a flaky test and an error of the set-up are failures', () => {
  const text = JSON.stringify({
    stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 },
    errors: [{ message: 'the portal did not start' }],
  });
  assert.deepEqual(countsFromPlaywright(text), { passed: 3, failed: 3 });
});
