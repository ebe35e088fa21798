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

import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { placeFor } from './place';

/** An account that owns nothing here. */
const stranger = { uid: 65_533, gid: 65_533 };

describe('placeFor', () => {
  let dir: string;
  let places: string;

  beforeEach(async () => {
    dir = await mkdtemp('/tmp/place-test-');
    await chmod(dir, 0o711);
    places = join(dir, 'places');
  });
  afterEach(async () => {
    await rm(dir, { recursive: true, force: true });
  });

  it('is the data directory itself without another account, and private', async () => {
    const dataDir = join(dir, 'data');
    expect(await placeFor(dataDir, undefined, places)).toBe(dataDir);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  });

  it('is the data directory itself when the account can reach it', async () => {
    const dataDir = join(dir, 'data');
    expect(await placeFor(dataDir, stranger, places)).toBe(dataDir);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o711);
  });

  it('is elsewhere when the account cannot, the same each time, and goes with the directory', async () => {
    const closed = join(dir, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const dataDir = join(closed, 'data');
    const place = await placeFor(dataDir, stranger, places);
    expect(place.startsWith(places)).toBe(true);
    expect(await placeFor(dataDir, stranger, places)).toBe(place);

    await rm(dataDir, { recursive: true });
    const other = await placeFor(join(closed, 'other'), stranger, places);
    expect(other).not.toBe(place);
    await expect(stat(place)).rejects.toThrow('ENOENT');
  });
});
