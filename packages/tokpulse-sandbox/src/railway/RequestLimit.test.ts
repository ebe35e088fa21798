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

import { RequestLimit } from './RequestLimit';

describe('RequestLimit', () => {
  it('counts each token by itself and forgets after an hour', () => {
    const limit = new RequestLimit(2);
    expect(limit.count('a', 0)).toMatchObject({
      remaining: 1,
      exceeded: false,
    });
    expect(limit.count('a', 1_000)).toMatchObject({
      remaining: 0,
      exceeded: false,
    });
    expect(limit.count('a', 60_000)).toMatchObject({
      remaining: 0,
      exceeded: true,
      retryAfterSeconds: 3_540,
      resetAt: 3_600,
    });
    expect(limit.count('b', 60_000).exceeded).toBe(false);
    expect(limit.count('a', 3_600_000).exceeded).toBe(false);
  });
});
