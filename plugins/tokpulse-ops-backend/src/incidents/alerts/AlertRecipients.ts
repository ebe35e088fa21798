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
import { parseEntityRef, RELATION_OWNED_BY } from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { SendNotice } from '../../approvals/Notices';
import type { ConfiguredService } from '../../services';

/** Who gets the notifications of a service. */
export class AlertRecipients {
  readonly #services: { get(id: string): ConfiguredService | undefined };
  readonly #catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  readonly #auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  readonly #logger: LoggerService;

  constructor(options: {
    readonly services: { get(id: string): ConfiguredService | undefined };
    readonly catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
    readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>;
    readonly logger: LoggerService;
  }) {
    this.#services = options.services;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#logger = options.logger;
  }

  /**
   * Entity refs of the groups and users that the configuration names, else of
   * the owners of the service's entities in the catalog. Throws what the
   * catalog throws.
   */
  async of(serviceId: string): Promise<readonly string[]> {
    const service = this.#services.get(serviceId);
    if (service === undefined) {
      return [];
    }
    if (service.alerts?.notify !== undefined) {
      return service.alerts.notify;
    }
    const entityRefs = service.entities.filter(isEntityRef);
    if (entityRefs.length === 0) {
      return [];
    }
    const credentials = await this.#auth.getOwnServiceCredentials();
    const { items } = await this.#catalog.getEntitiesByRefs(
      { entityRefs, fields: ['kind', 'metadata', 'relations'] },
      { credentials },
    );
    const owners = items.flatMap(entity =>
      (entity?.relations ?? [])
        .filter(({ type }) => type === RELATION_OWNED_BY)
        .map(({ targetRef }) => targetRef),
    );
    return [...new Set(owners)].sort();
  }

  /** Sends a message of a service to whom it concerns, if to anybody. */
  through(send: SendNotice): SendNotice {
    return async notice => {
      if (notice.service === undefined) {
        await send(notice);
        return;
      }
      const recipients = await this.of(notice.service).catch(error => {
        this.#logger.debug('The owners of a service could not be read', {
          cause: stringifyError(error),
        });
        throw new Error('The catalog could not be asked for the owners');
      });
      await send({ ...notice, recipients });
    };
  }
}

function isEntityRef(text: string): boolean {
  try {
    parseEntityRef(text);
    return true;
  } catch {
    return false;
  }
}
