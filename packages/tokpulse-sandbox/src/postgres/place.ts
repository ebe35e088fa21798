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

import { createHash } from 'node:crypto';
import {
  access,
  chmod,
  mkdir,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { isReachable } from './reachable';
import { ServerUser } from './serverUser';

const placesOfRoot = '/var/lib/tokpulse-sandbox';
/** Tells which data directory a place stands for. */
const originFile = 'origin';

/**
 * Where the cluster of a data directory goes: into it; or, for root, to a
 * place that the server's own user can reach, when it cannot reach the
 * directory asked for (as under /root).
 */
export async function placeFor(
  dataDir: string,
  user: ServerUser | undefined,
  places: string = placesOfRoot,
): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  await chmod(dataDir, user ? 0o711 : 0o700);
  if (!user || (await isReachable(join(dataDir, 'cluster'), user))) {
    return dataDir;
  }
  await mkdir(places, { recursive: true });
  await chmod(places, 0o711);
  await removeForsaken(places);

  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const place = join(places, name);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, originFile), dataDir);
  await chmod(place, 0o711);
  return place;
}

/** Removes the places whose data directory somebody has removed. */
async function removeForsaken(places: string): Promise<void> {
  for (const name of await readdir(places)) {
    const place = join(places, name);
    const origin = await readFile(join(place, originFile), 'utf8').catch(
      () => undefined,
    );
    const inUse = await exists(join(place, 'cluster', 'postmaster.pid'));
    if (origin !== undefined && !inUse && !(await exists(origin))) {
      await rm(place, { recursive: true, force: true });
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
