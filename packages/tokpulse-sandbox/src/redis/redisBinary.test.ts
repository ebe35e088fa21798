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

import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { redisBinary } from './redisBinary';

describe('redisBinary', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'redis-binary-'));
  });
  afterEach(async () => {
    await rm(dir, { recursive: true, force: true });
  });

  const program = async (...path: string[]) => {
    const file = join(dir, ...path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, '#!/bin/sh\nexit 0\n');
    await chmod(file, 0o755);
    return file;
  };
  const nothing = async () => {
    throw new Error('spawn apt-get ENOENT');
  };

  it('takes the first on the path, under either name', async () => {
    const valkey = await program('b', 'valkey-server');
    await program('c', 'redis-server');
    const path = ['a', 'b', 'c'].map(name => join(dir, name)).join(delimiter);
    expect(await redisBinary({ path, cacheDir: dir, fetch: nothing })).toEqual({
      command: valkey,
    });
  });

  it('takes one that was unpacked before, with its libraries', async () => {
    const command = await program('redis', 'usr', 'bin', 'redis-server');
    const libraries = join(dir, 'redis', 'usr', 'lib');
    await mkdir(join(libraries, 'x86_64-linux-gnu'), { recursive: true });
    expect(
      await redisBinary({ path: '', cacheDir: dir, fetch: nothing }),
    ).toEqual({
      command,
      libraryPath: [libraries, join(libraries, 'x86_64-linux-gnu')].join(
        delimiter,
      ),
    });
  });

  it('fetches one otherwise', async () => {
    expect(
      await redisBinary({
        path: join(dir, 'empty'),
        cacheDir: dir,
        fetch: async cacheDir => ({ command: join(cacheDir, 'fetched') }),
      }),
    ).toEqual({ command: join(dir, 'fetched') });
  });

  it('says what to install and why when there is none', async () => {
    await expect(
      redisBinary({ path: '', cacheDir: dir, fetch: nothing }),
    ).rejects.toThrow(
      /needs a Redis server, because .*spawn apt-get ENOENT.*Install redis-server or valkey-server/,
    );
  });
});
