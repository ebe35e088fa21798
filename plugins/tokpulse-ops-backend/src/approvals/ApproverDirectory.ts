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

import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

const KEEP_MS = 30_000;
/** Groups within groups; more than anybody has, and an end to circles. */
const MOST_GROUPS = 100;

/** The people behind groups and users, as the catalog knows them. */
export class ApproverDirectory {
  readonly #catalog: Pick<CatalogService, 'getEntities' | 'getEntitiesByRefs'>;
  readonly #auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  readonly #logger: LoggerService;
  readonly #known = new Map<
    string,
    { readonly until: number; readonly people: Promise<ReadonlySet<string>> }
  >();

  constructor(options: {
    readonly catalog: Pick<CatalogService, 'getEntities' | 'getEntitiesByRefs'>;
    readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>;
    readonly logger: LoggerService;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#logger = options.logger;
  }

  /**
   * Entity refs of the users that exist, also those of groups within groups; at
   * most half a minute old.
   *
   * @param refs - entity refs of groups and users
   * @returns undefined when the catalog does not answer
   */
  async people(
    refs: readonly string[],
  ): Promise<ReadonlySet<string> | undefined> {
    const key = [...new Set(refs)].sort().join(' ');
    const known = this.#known.get(key);
    const now = performance.now();
    const people =
      known !== undefined && known.until > now
        ? known.people
        : this.#find(refs);
    this.#known.set(
      key,
      known?.people === people ? known : { until: now + KEEP_MS, people },
    );
    try {
      return await people;
    } catch (error) {
      this.#known.delete(key);
      this.#logger.warn(
        `Who may approve could not be read from the catalog: ${error}`,
      );
      return undefined;
    }
  }

  async #find(refs: readonly string[]): Promise<ReadonlySet<string>> {
    const users = refs.filter(ref => ref.startsWith('user:'));
    const groups = await this.#withChildren(
      refs.filter(ref => ref.startsWith('group:')),
    );
    const credentials = await this.#auth.getOwnServiceCredentials();
    const fields = ['kind', 'metadata.name', 'metadata.namespace'];
    const named =
      users.length === 0
        ? []
        : (
            await this.#catalog.getEntitiesByRefs(
              { entityRefs: users, fields },
              { credentials },
            )
          ).items.flatMap(entity => entity ?? []);
    const members =
      groups.length === 0
        ? []
        : (
            await this.#catalog.getEntities(
              {
                filter: { kind: 'user', 'relations.memberOf': [...groups] },
                fields,
              },
              { credentials },
            )
          ).items;
    return new Set([...named, ...members].map(one => stringifyEntityRef(one)));
  }

  /** Whether members of a child group belong to its parent is up to the portal. */
  async #withChildren(groups: readonly string[]): Promise<readonly string[]> {
    const all = new Set(groups);
    let last: readonly string[] = groups;
    while (last.length > 0 && all.size < MOST_GROUPS) {
      const credentials = await this.#auth.getOwnServiceCredentials();
      const { items } = await this.#catalog.getEntities(
        {
          filter: { kind: 'group', 'relations.childOf': [...last] },
          fields: ['kind', 'metadata.name', 'metadata.namespace'],
        },
        { credentials },
      );
      last = items
        .map(one => stringifyEntityRef(one))
        .filter(ref => !all.has(ref));
      last.forEach(ref => all.add(ref));
    }
    return [...all];
  }
}
