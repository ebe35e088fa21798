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
import { isSupportedNode } from './toolchain.mjs';

test('Backstage runs on Node 22 and 24 only', () => {
  assert.deepEqual(
    ['v20.20.2', 'v22.1.0', 'v23.0.0', '24.21.0', 'v25.0.0', 'x'].map(
      isSupportedNode,
    ),
    [false, true, false, true, false, false],
  );
});
