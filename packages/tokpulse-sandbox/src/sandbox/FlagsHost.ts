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

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../packagePath';
import { HostProcess } from '../processes/HostProcess';

const firstFlags = `${JSON.stringify(
  { welcome_nux: true, referrals: true, xp_quests: true, pro_panel: true },
  null,
  2,
)}\n`;

/**
 * The flags server of TokPulse, and the file that is its only setting: flags
 * are changed by editing it, and there is no other way.
 */
export class FlagsHost {
  readonly #process: HostProcess;
  readonly #file: string;
  #port: number | undefined;

  constructor(options: { readonly dataDir: string; readonly port?: number }) {
    this.#file = join(options.dataDir, 'flags.json');
    this.#process = new HostProcess({
      entry: packagePath('src', 'hosts', 'flags', 'main.ts'),
      env: {
        NODE_ENV: 'production',
        TZ: 'UTC',
        FLAGS_FILE: this.#file,
        PORT: String(options.port ?? 0),
      },
      onLine: () => undefined,
    });
  }

  /** Where the flags are read. */
  get url(): string {
    if (this.#port === undefined) {
      throw new Error('The flags server has not been opened');
    }
    return `http://127.0.0.1:${this.#port}/api/flags`;
  }

  /** Resolves when it serves. Flags that somebody changed stay as they are. */
  async open(): Promise<void> {
    await writeFile(this.#file, firstFlags, { flag: 'wx' }).catch(error => {
      if (error.code !== 'EEXIST') {
        throw error;
      }
    });
    this.#port = await this.#process.listening;
  }

  /** The flags as they were at first. */
  reset(): Promise<void> {
    return writeFile(this.#file, firstFlags);
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }
}
