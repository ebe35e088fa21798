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
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { endLeftover } from '../processes/leftover';
import { PostgresBinaries } from './binaries';
import { placeFor } from './place';
import { ServerUser } from './serverUser';

const run = promisify(execFile);

/** The files of one PostgreSQL server on disk. */
export class Cluster {
  /** Opens the cluster of a data directory, and creates it at the first time. */
  static async open(options: {
    dataDir: string;
    superuser: string;
    binaries: PostgresBinaries;
    user: ServerUser | undefined;
  }): Promise<Cluster> {
    const { user, binaries, superuser } = options;
    const dataDir = await placeFor(resolve(options.dataDir), user);
    const directory = join(dataDir, 'cluster');
    await reclaim(directory);

    const passwordFile = join(dataDir, 'password');
    const finished = join(dataDir, 'initialised');
    if (await exists(finished)) {
      const password = (await readFile(passwordFile, 'utf8')).trim();
      return new Cluster({ dataDir, directory, password, created: false });
    }

    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { mode: 0o700 });
    const password = randomBytes(18).toString('hex');
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (user) {
      await chown(directory, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    await run(
      binaries.initdb,
      [
        `--pgdata=${directory}`,
        `--username=${superuser}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { uid: user?.uid, gid: user?.gid, cwd: dataDir },
    );
    await writeFile(finished, '');
    return new Cluster({ dataDir, directory, password, created: true });
  }

  readonly dataDir: string;
  /** PGDATA. */
  readonly directory: string;
  readonly password: string;
  /** Whether this call made the cluster. */
  readonly created: boolean;

  private constructor(options: {
    dataDir: string;
    directory: string;
    password: string;
    created: boolean;
  }) {
    this.dataDir = options.dataDir;
    this.directory = options.directory;
    this.password = options.password;
    this.created = options.created;
  }

  async remove(): Promise<void> {
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** Ends a server that an instance killed with -9 left on this directory. */
async function reclaim(directory: string): Promise<void> {
  const lockFile = join(directory, 'postmaster.pid');
  const lock = await readFile(lockFile, 'utf8').catch(() => undefined);
  if (lock === undefined) {
    return;
  }
  const pid = Number(lock.split('\n', 1)[0]);
  if (Number.isInteger(pid) && pid > 1) {
    await endLeftover({ pid, marker: directory, signal: 'SIGINT' });
  }
  await rm(lockFile, { force: true });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
