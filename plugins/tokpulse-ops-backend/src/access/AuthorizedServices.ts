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
  stringifyEntityRef,
  type CompoundEntityRef,
} from '@backstage/catalog-model';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  EntityService,
  ServiceInfo,
  ServiceStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { withProblem } from '../problems';
import type { ConfiguredService, ConfiguredServices } from '../services';
import type { LatestStatuses } from '../observations/collect';
import { noSuchService, type Access } from './Access';

/** Names the service of a catalog entity; the configuration decides whether it may. */
export const SERVICE_ANNOTATION = 'tokpulse.com/service';

const SERVICE_ID = /^[a-z][a-z0-9_-]*$/i;

/** The configured services, as far as the caller may see them. */
export class AuthorizedServices {
  readonly #services: ConfiguredServices;
  readonly #statuses: LatestStatuses;
  readonly #catalog: CatalogService;
  readonly #access: Access;

  constructor(options: {
    readonly services: ConfiguredServices;
    readonly statuses: LatestStatuses;
    readonly catalog: CatalogService;
    readonly access: Access;
  }) {
    this.#services = options.services;
    this.#statuses = options.statuses;
    this.#catalog = options.catalog;
    this.#access = options.access;
  }

  async list(credentials: BackstageCredentials): Promise<ServiceInfo[]> {
    const isVisible = await this.#access.visibleServices(credentials);
    return this.#services
      .list()
      .filter(isVisible)
      .map(service => service.info());
  }

  async get(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ConfiguredService> {
    const service = this.#services.get(id);
    if (service === undefined) {
      throw noSuchService(id);
    }
    await this.#access.requireServiceVisible(id, credentials);
    return service;
  }

  async status(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ServiceStatus> {
    return this.#statuses.read(await this.get(id, credentials));
  }

  /**
   * The service that an entity names. The entity is read with the caller's
   * credentials; an annotation can choose among configured services only, and
   * only among those that list the entity.
   */
  async ofEntity(
    ref: CompoundEntityRef,
    credentials: BackstageCredentials,
  ): Promise<EntityService> {
    const entityRef = stringifyEntityRef(ref);
    const entity = await this.#catalog.getEntityByRef(ref, { credentials });
    if (entity === undefined) {
      throw withProblem(new NotFoundError(`There is no entity ${entityRef}`), {
        code: 'no-such-entity',
        nextStep: 'Look for it in the catalog',
      });
    }
    const named = entity.metadata.annotations?.[SERVICE_ANNOTATION];
    if (named === undefined) {
      return {
        kind: 'not-configured',
        message: `${entityRef} names no service`,
        nextStep: `Add the annotation ${SERVICE_ANNOTATION} with the id of a configured service`,
      };
    }
    if (!SERVICE_ID.test(named)) {
      throw withProblem(
        new InputError(
          `The annotation ${SERVICE_ANNOTATION} of ${entityRef} is not the id of a service`,
        ),
        {
          code: 'invalid-annotation',
          nextStep:
            'Write the id of a service of tokpulseOps.services in it; addresses belong to the configuration',
        },
      );
    }
    const service = this.#services.get(named);
    if (!service?.entities.includes(entityRef)) {
      return {
        kind: 'not-configured',
        message: `${entityRef} names the service '${named}', which is not configured for it`,
        nextStep: `Add ${entityRef} to tokpulseOps.services.${named}.entities`,
      };
    }
    const isVisible = await this.#access.visibleServices(credentials);
    if (!isVisible(service)) {
      throw withProblem(
        new NotAllowedError(`You may not see the service '${named}'`),
        {
          code: 'permission-missing',
          nextStep:
            'Ask an administrator of the portal for a role with tokpulse-ops.service.read',
        },
      );
    }
    return { kind: 'service', service: service.info() };
  }
}
