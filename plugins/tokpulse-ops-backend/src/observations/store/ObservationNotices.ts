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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Database } from '../../runs/Database';
import { notify } from '../../runs/Listener';
import {
  observationsChannel,
  observationsPayloads,
} from './observationsChannel';

/** Commits that notify wait for each other, so many become one. */
const BATCH_MS = 50;

/**
 * Tells every replica, soon after the commit, which services have new
 * observations. One that is lost costs nothing but time: pages read again by
 * themselves.
 */
export class ObservationNotices {
  readonly #database: Database;
  readonly #logger: LoggerService;
  readonly #services = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(options: {
    readonly database: Database;
    readonly logger: LoggerService;
  }) {
    this.#database = options.database;
    this.#logger = options.logger;
  }

  /** Call it after the commit. */
  tell(service: string): void {
    this.#services.add(service);
    this.#timer ??= setTimeout(() => {
      this.#sending = this.#sending.then(() => this.#send());
    }, BATCH_MS);
  }

  /** Sends what is left. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#sending;
    await this.#send();
  }

  async #send(): Promise<void> {
    this.#timer = undefined;
    const services = [...this.#services];
    this.#services.clear();
    try {
      for (const payload of observationsPayloads(services)) {
        await notify(this.#database, observationsChannel, payload);
      }
    } catch (error) {
      this.#logger.debug(`Pages were not told of observations: ${error}`);
    }
  }
}
