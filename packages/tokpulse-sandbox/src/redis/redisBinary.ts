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

import { execFile } from 'node:child_process';
import {
  access,
  constants,
  mkdir,
  readdir,
  rename,
  rm,
} from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

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
export async function redisBinary(options: {
  /** Where an unpacked server is kept for the next time. */
  cacheDir: string;
  path?: string;
  aptPackages?: readonly string[];
}): Promise<RedisBinary> {
  const found = await onPath(options.path ?? process.env.PATH ?? '');
  if (found) {
    return { command: found };
  }
  const cached = await unpacked(options.cacheDir);
  if (cached) {
    return cached;
  }
  try {
    return await fromDebian(options);
  } catch (cause) {
    throw new Error(
      `The sandbox needs a Redis server, because TokPulse's sessions are to be practised on a real one. None is on the path, and apt-get could not fetch one (${firstLine(
        cause,
      )}). Install redis-server or valkey-server (Debian: apt-get install redis-server; macOS: brew install redis).`,
      { cause },
    );
  }
}

async function onPath(path: string): Promise<string | undefined> {
  for (const directory of path.split(delimiter).filter(Boolean)) {
    for (const name of ['redis-server', 'valkey-server']) {
      const file = join(directory, name);
      if (await isExecutable(file)) {
        return file;
      }
    }
  }
  return undefined;
}

async function unpacked(cacheDir: string): Promise<RedisBinary | undefined> {
  const root = join(cacheDir, 'redis');
  const command = join(root, 'usr', 'bin', 'redis-server');
  if (!(await isExecutable(command))) {
    return undefined;
  }
  const libraries = join(root, 'usr', 'lib');
  const nested = await readdir(libraries).catch(() => []);
  return {
    command,
    libraryPath: [libraries, ...nested.map(dir => join(libraries, dir))].join(
      delimiter,
    ),
  };
}

/** The server and those of its libraries that a plain system lacks. */
const debianPackages = ['redis-server', 'redis-tools'];

async function fromDebian(options: {
  cacheDir: string;
  aptPackages?: readonly string[];
}): Promise<RedisBinary> {
  const unfinished = join(options.cacheDir, `redis.${process.pid}`);
  await mkdir(unfinished, { recursive: true });
  try {
    const wanted = [
      ...(options.aptPackages ?? debianPackages),
      ...(await missingLibraries()),
    ];
    await run('apt-get', ['download', ...wanted], {
      cwd: unfinished,
      timeout: 120_000,
    });
    for (const file of await readdir(unfinished)) {
      if (file.endsWith('.deb')) {
        await run('dpkg-deb', ['-x', join(unfinished, file), unfinished]);
      }
    }
    await rm(join(options.cacheDir, 'redis'), { recursive: true, force: true });
    await rename(unfinished, join(options.cacheDir, 'redis'));
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  const binary = await unpacked(options.cacheDir);
  if (!binary) {
    throw new Error('the packages hold no redis-server');
  }
  return binary;
}

/** Packages that redis-tools depends on and that are not installed. */
async function missingLibraries(): Promise<string[]> {
  const { stdout } = await run('apt-cache', ['depends', 'redis-tools']);
  const names = [...stdout.matchAll(/^\s*Depends: ([a-z0-9.+-]+)$/gm)].map(
    match => match[1],
  );
  const missing: string[] = [];
  for (const name of names) {
    const installed = await run('dpkg-query', [
      '-W',
      '-f=${Status}',
      name,
    ]).then(
      result => result.stdout.includes('install ok installed'),
      () => false,
    );
    if (!installed) {
      missing.push(name);
    }
  }
  return missing;
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0];
}
