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

import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fetchFromDebian, fetchedFromDebian } from './debianRedis';

/** A program to run, and where its libraries are if not with the system's. */
export interface RedisBinary {
  readonly command: string;
  readonly libraryPath?: string;
}

/**
 * Finds a Redis server: `redis-server` or `valkey-server` on the path, else
 * one unpacked earlier, else on Debian and its relatives one downloaded with
 * `apt-get download` and unpacked without root.
 *
 * @throws with what to install when there is none.
 */
export async function redisBinary(
  options: {
    /** Where an unpacked server is kept for the next time. */
    cacheDir?: string;
    /** The search path; that of this process by default. */
    path?: string;
    /** How to get one that is not on the path. */
    fetch?: (cacheDir: string) => Promise<RedisBinary>;
  } = {},
): Promise<RedisBinary> {
  const { cacheDir = userCache(), fetch = fetchFromDebian } = options;
  const found = await onPath(options.path ?? process.env.PATH ?? '');
  if (found) {
    return { command: found };
  }
  const earlier = await fetchedFromDebian(cacheDir);
  if (earlier) {
    return earlier;
  }
  try {
    return await fetch(cacheDir);
  } catch (cause) {
    const [reason] = String(
      cause instanceof Error ? cause.message : cause,
    ).split('\n');
    throw new Error(
      `The sandbox needs a Redis server, because TokPulse's sessions are to be practised on a real one. None is on the path, and apt-get could not fetch one (${reason}). Install redis-server or valkey-server (Debian: apt-get install redis-server; macOS: brew install redis).`,
      { cause },
    );
  }
}

function userCache(): string {
  const caches = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(caches, 'tokpulse-sandbox');
}

async function onPath(path: string): Promise<string | undefined> {
  for (const directory of path.split(delimiter).filter(Boolean)) {
    for (const name of ['redis-server', 'valkey-server']) {
      const file = join(directory, name);
      const executable = await access(file, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (executable) {
        return file;
      }
    }
  }
  return undefined;
}
