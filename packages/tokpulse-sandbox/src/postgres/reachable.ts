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

import { stat } from 'node:fs/promises';
import { dirname, parse } from 'node:path';
import { ServerUser } from './serverUser';

/** Whether the user may enter every directory above the path. */
export async function isReachable(
  path: string,
  user: ServerUser,
): Promise<boolean> {
  const { root } = parse(path);
  for (let at = dirname(path); at !== root; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const bit =
      (uid === user.uid && 0o100) || (gid === user.gid && 0o010) || 0o001;
    if ((mode & bit) === 0) {
      return false;
    }
  }
  return true;
}
