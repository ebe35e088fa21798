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

import { createHmac, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The secrets of one sandbox; they stay the same over its restarts. */
export class Credentials {
  static async open(dataDir: string): Promise<Credentials> {
    const file = join(dataDir, 'secret');
    const known = await readFile(file, 'utf8').catch(() => undefined);
    const secret = known?.trim() ?? randomBytes(32).toString('hex');
    if (known === undefined) {
      await writeFile(file, `${secret}\n`, { mode: 0o600 });
    }
    return new Credentials(secret);
  }

  readonly #secret: string;

  private constructor(secret: string) {
    this.#secret = secret;
  }

  /** A secret for one purpose, in hexadecimal. */
  for(purpose: string, length = 32): string {
    return createHmac('sha256', this.#secret)
      .update(purpose)
      .digest('hex')
      .slice(0, length);
  }
}
