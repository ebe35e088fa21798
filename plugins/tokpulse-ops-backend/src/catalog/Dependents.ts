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

import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  parseEntityRef,
  RELATION_API_CONSUMED_BY,
  RELATION_DEPENDENCY_OF,
  RELATION_PART_OF,
  RELATION_PROVIDES_API,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  Finding,
  Plan,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

const MOST_HOPS = 3;
const MOST_DEPENDENTS = 100;
const LIMIT_MS = 3_000;

const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'relations',
];

const moreThanListed: Finding = {
  level: 'warning',
  code: 'many-dependents',
  message: `More than ${MOST_DEPENDENTS} entities of the catalog depend on the service; the nearest are listed`,
  nextStep: 'Look at the graph of the catalog for all of them',
};

/** Who is affected when something is done to a service. */
export interface BlastRadius {
  readonly dependents: Plan['dependents'];
  /** Says so when the catalog could not be read, or holds more than is listed. */
  readonly findings: readonly Finding[];
}

/**
 * Finds what depends on a service in the graph of the catalog: what states the
 * dependency, what it is part of, and who consumes the APIs it provides.
 */
export class Dependents {
  readonly #catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  readonly #logger: LoggerService;

  constructor(options: {
    readonly catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
    readonly logger: LoggerService;
  }) {
    this.#catalog = options.catalog;
    this.#logger = options.logger;
  }

  /**
   * At most 100 entities within three hops, nearest first, as far as the caller
   * may see them: the way to others leads only through what the caller sees.
   * Never throws.
   */
  async of(
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<BlastRadius> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new Error(`no answer within ${LIMIT_MS} ms`)),
        LIMIT_MS,
      );
    });
    try {
      return await Promise.race([
        this.#search(entityRefs, credentials),
        tooLate,
      ]);
    } catch (error) {
      this.#logger.warn(
        `The catalog could not be asked for dependents: ${stringifyError(
          error,
        )}`,
      );
      return {
        dependents: [],
        findings: [
          {
            level: 'warning',
            code: 'dependents-not-known',
            message: 'The catalog did not say what depends on the service',
            nextStep:
              'Think of who is affected yourself, or plan again when the catalog answers',
          },
        ],
      };
    } finally {
      clearTimeout(timer);
    }
  }

  async #search(
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<BlastRadius> {
    const seen = new Set(entityRefs.map(normalised));
    const dependents: Plan['dependents'] = [];
    let level = await this.#read([...seen], credentials);
    for (let distance = 1; distance <= MOST_HOPS; distance += 1) {
      const next = await this.#beyond(level, seen, credentials);
      for (const entity of next) {
        if (dependents.length === MOST_DEPENDENTS) {
          return { dependents, findings: [moreThanListed] };
        }
        dependents.push({
          entityRef: stringifyEntityRef(entity),
          ...(entity.metadata.title !== undefined && {
            title: entity.metadata.title,
          }),
          distance,
        });
      }
      level = next;
    }
    return { dependents, findings: [] };
  }

  /** One hop on; an API is a way to its consumers and no hop of its own. */
  async #beyond(
    entities: readonly Entity[],
    seen: Set<string>,
    credentials: BackstageCredentials,
  ): Promise<readonly Entity[]> {
    const apis = await this.#readNew(
      entities.flatMap(entity => targetsOf(entity, [RELATION_PROVIDES_API])),
      seen,
      credentials,
    );
    return this.#readNew(
      [...entities, ...apis].flatMap(entity =>
        targetsOf(entity, [
          RELATION_DEPENDENCY_OF,
          RELATION_PART_OF,
          RELATION_API_CONSUMED_BY,
        ]),
      ),
      seen,
      credentials,
    );
  }

  async #readNew(
    refs: readonly string[],
    seen: Set<string>,
    credentials: BackstageCredentials,
  ): Promise<readonly Entity[]> {
    const fresh = [...new Set(refs)]
      .filter(ref => !seen.has(ref))
      .sort()
      .slice(0, MOST_DEPENDENTS + 1);
    fresh.forEach(ref => seen.add(ref));
    return this.#read(fresh, credentials);
  }

  async #read(
    refs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<readonly Entity[]> {
    if (refs.length === 0) {
      return [];
    }
    const { items } = await this.#catalog.getEntitiesByRefs(
      { entityRefs: [...refs], fields: FIELDS },
      { credentials },
    );
    return items.filter(entity => entity !== undefined);
  }
}

function targetsOf(entity: Entity, types: readonly string[]): string[] {
  return (entity.relations ?? [])
    .filter(({ type }) => types.includes(type))
    .map(({ targetRef }) => normalised(targetRef));
}

function normalised(ref: string): string {
  return stringifyEntityRef(parseEntityRef(ref));
}
