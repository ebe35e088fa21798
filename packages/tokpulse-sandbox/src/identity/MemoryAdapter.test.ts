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

import { memoryAdapters } from './MemoryAdapter';

describe('the memory of the identity provider', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('forgets what has expired and keeps the rest', async () => {
    const adapter = memoryAdapters()('Session');
    await adapter.upsert('short', { uid: 'a' }, 10);
    await adapter.upsert('long', { uid: 'b' }, 1_000);
    jest.advanceTimersByTime(11_000);
    expect(await adapter.find('short')).toBeUndefined();
    expect(await adapter.findByUid('a')).toBeUndefined();
    expect(await adapter.find('long')).toEqual({ uid: 'b' });
    expect(await adapter.findByUid('b')).toEqual({ uid: 'b' });
    // The next change sweeps.
    jest.advanceTimersByTime(61_000);
    await adapter.upsert('other', { uid: 'c' });
    expect(await adapter.find('long')).toEqual({ uid: 'b' });
    expect(await adapter.find('other')).toEqual({ uid: 'c' });
  });

  it('keeps kinds apart, and ends those of one grant', async () => {
    const adapters = memoryAdapters();
    const [tokens, codes] = [adapters('RefreshToken'), adapters('Code')];
    await tokens.upsert('1', { grantId: 'g' });
    await tokens.upsert('2', { grantId: 'h' });
    await codes.upsert('1', { grantId: 'g', userCode: 'x' });
    await tokens.revokeByGrantId('g');
    expect(await tokens.find('1')).toBeUndefined();
    expect(await tokens.find('2')).toEqual({ grantId: 'h' });
    await codes.consume('1');
    expect(await codes.findByUserCode('x')).toMatchObject({
      consumed: Math.floor(Date.now() / 1000),
    });
    expect(await tokens.findByUserCode('x')).toBeUndefined();
    await codes.destroy('1');
    expect(await codes.find('1')).toBeUndefined();
  });
});
