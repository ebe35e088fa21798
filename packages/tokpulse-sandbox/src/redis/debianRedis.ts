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
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { RedisBinary } from './redisBinary';

const run = promisify(execFile);

const downloadWithinMs = 180_000;

/** The server that was unpacked earlier, if it still runs. */
export async function fetchedFromDebian(
  cacheDir: string,
): Promise<RedisBinary | undefined> {
  const root = join(cacheDir, 'redis');
  const command = join(root, 'usr', 'bin', 'redis-server');
  const libraries = join(root, 'usr', 'lib');
  const nested = await readdir(libraries).catch(() => []);
  const libraryPath = [
    libraries,
    ...nested.map(directory => join(libraries, directory)),
  ].join(delimiter);
  return run(command, ['--version'], {
    env: { LD_LIBRARY_PATH: libraryPath },
  }).then(
    () => ({ command, libraryPath }),
    () => undefined,
  );
}

/**
 * Downloads the server with apt and unpacks it into a directory, which needs
 * no root.
 *
 * @throws when this is no Debian, or there is no network, or what was unpacked
 * does not run.
 */
export async function fetchFromDebian(cacheDir: string): Promise<RedisBinary> {
  await mkdir(cacheDir, { recursive: true });
  const unfinished = await mkdtemp(join(cacheDir, 'unfinished-'));
  const packages = join(unfinished, 'packages');
  try {
    await mkdir(packages);
    const names = ['redis-server', 'redis-tools'];
    await downloadPackages(packages, names).catch(async () => {
      // A system may have no package lists; private ones need no root.
      const lists = await privateLists(join(packages, 'apt'));
      await downloadPackages(packages, names, lists);
    });
    for (const file of await readdir(packages)) {
      if (file.endsWith('.deb')) {
        await run('dpkg-deb', ['-x', join(packages, file), unfinished]);
      }
    }
    await rm(packages, { recursive: true });
    // Another sandbox may have done the same meanwhile; then that one is used.
    await rename(unfinished, join(cacheDir, 'redis')).catch(() => undefined);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  const binary = await fetchedFromDebian(cacheDir);
  if (!binary) {
    throw new Error('the redis-server in the packages does not run here');
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
