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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  lockStealPermission,
  type LockList,
  type StealLock,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Locks } from '../locks/PostgresLocks';
import type { Access } from './Access';
import type { ServiceResource } from './resources';

/** Shows and takes targets that runs hold, as far as the caller may. */
export class AuthorizedLocks {
  readonly #locks: Locks;
  readonly #services: { list(): readonly ServiceResource[] };
  readonly #access: Access;

  constructor(options: {
    readonly locks: Locks;
    readonly services: { list(): readonly ServiceResource[] };
    readonly access: Access;
  }) {
    this.#locks = options.locks;
    this.#services = options.services;
    this.#access = options.access;
  }

  /**
   * What runs hold that the caller may see, and, without who and what, what
   * other runs hold of services that the caller may see: nobody waits for
   * something without being told.
   */
  async list(
    filter: { readonly service?: string },
    credentials: BackstageCredentials,
  ): Promise<LockList> {
    const visible = await this.#access.visibleRuns(credentials);
    switch (visible.kind) {
      case 'none':
        return { items: [] };
      case 'all':
        return { items: await this.#locks.list(filter) };
      case 'matching': {
        const isVisible = await this.#access.visibleServices(credentials);
        return {
          items: await this.#locks.list({
            ...filter,
            visible: visible.query,
            services: this.#services
              .list()
              .filter(isVisible)
              .map(({ id }) => id),
          }),
        };
      }
      default:
        throw new Error(
          `Unknown filter ${JSON.stringify(visible satisfies never)}`,
        );
    }
  }

  /** Takes a target from a run; answers what is held afterwards. */
  async steal(
    steal: StealLock,
    credentials: BackstageCredentials,
  ): Promise<LockList> {
    const actor = this.#access.personOf(credentials);
    this.#access.requireChangesAllowed();
    await this.#access.requireRunVisible(steal.holder, credentials);
    await this.#access.requireOn(
      lockStealPermission,
      steal.holder,
      credentials,
    );
    await this.#locks.steal({ ...steal, actor });
    return this.list({}, credentials);
  }
}
