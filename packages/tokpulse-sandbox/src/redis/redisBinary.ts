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
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const downloadWithinMs = 180_000;

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
  } = {},
): Promise<RedisBinary> {
  const cacheDir = options.cacheDir ?? userCache();
  const found = await onPath(options.path ?? process.env.PATH ?? '');
  if (found) {
    return { command: found };
  }
  const cached = await unpacked(cacheDir);
  if (cached) {
    return cached;
  }
  try {
    return await fromDebian(cacheDir);
  } catch (cause) {
    throw new Error(
      `The sandbox needs a Redis server, because TokPulse's sessions are to be practised on a real one. None is on the path, and apt-get could not fetch one (${firstLine(
        cause,
      )}). Install redis-server or valkey-server (Debian: apt-get install redis-server; macOS: brew install redis).`,
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

async function fromDebian(cacheDir: string): Promise<RedisBinary> {
  const unfinished = join(cacheDir, `redis.${process.pid}`);
  const packages = join(unfinished, 'packages');
  await mkdir(packages, { recursive: true });
  try {
    const names = ['redis-server', 'redis-tools'];
    await downloadPackages(packages, names).catch(async () => {
      // A system may have no package lists; private ones need no root.
      const lists = await privateLists(join(packages, 'apt'));
      await downloadPackages(packages, names, lists);
    });
    for (const file of await readdir(packages)) {
      if (!file.endsWith('.deb')) {
        continue;
      }
      await run('dpkg-deb', ['-x', join(packages, file), unfinished]);
    }
    await rm(packages, { recursive: true });
    // Another sandbox may have done the same meanwhile; then that one is used.
    await rename(unfinished, join(cacheDir, 'redis')).catch(() => undefined);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  const binary = await unpacked(cacheDir);
  if (!binary) {
    throw new Error('the packages hold no redis-server');
  }
  return binary;
}

async function downloadPackages(
  into: string,
  names: readonly string[],
  options: readonly string[] = [],
): Promise<void> {
  const libraries = await missingLibraries(options);
  await run('apt-get', [...options, 'download', ...names, ...libraries], {
    cwd: into,
    timeout: downloadWithinMs,
  });
}

/** Options of apt that make it use package lists of its own. */
async function privateLists(directory: string): Promise<string[]> {
  const lists = join(directory, 'lists');
  const cache = join(directory, 'cache');
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true });
  const options = [
    '-o',
    `Dir::State::Lists=${lists}`,
    '-o',
    `Dir::Cache=${cache}`,
  ];
  await run('apt-get', [...options, 'update'], { timeout: downloadWithinMs });
  return options;
}

/** Packages that redis-tools depends on and that are not installed. */
async function missingLibraries(options: readonly string[]): Promise<string[]> {
  const { stdout } = await run('apt-cache', [
    ...options,
    'depends',
    'redis-tools',
  ]);
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
