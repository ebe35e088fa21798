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

import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const COMMAND = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/;

/** Where a program is on the path of this process; undefined when it is not there. */
export async function findTool(
  command: string,
  path: string = process.env.PATH ?? '',
): Promise<string | undefined> {
  if (!COMMAND.test(command)) {
    return undefined;
  }
  for (const directory of path.split(delimiter).filter(Boolean)) {
    const file = join(directory, command);
    try {
      await access(file, constants.X_OK);
      if ((await stat(file)).isFile()) {
        return file;
      }
    } catch {
      // Not in this directory.
    }
  }
  return undefined;
}
