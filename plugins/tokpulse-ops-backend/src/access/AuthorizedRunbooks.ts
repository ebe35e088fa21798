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
  runbookReadPermission,
  type ActionDescriptor,
  type RunbookDetail,
  type RunbookSummary,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Contact } from '../runbooks/bundle/bundleConfig';
import { renderBundle } from '../runbooks/bundle/renderBundle';
import type { RunbookShelf } from '../runbooks/RunbookShelf';
import type { ActionRegistry } from '../runs/types';
import type { Access } from './Access';
import type { AuthorizedServices } from './AuthorizedServices';

/** The runbooks of the services that the caller may see. */
export class AuthorizedRunbooks {
  readonly #shelf: RunbookShelf;
  readonly #actions: ActionRegistry;
  readonly #services: AuthorizedServices;
  readonly #access: Access;
  readonly #contacts: readonly Contact[];

  constructor(options: {
    readonly shelf: RunbookShelf;
    readonly actions: ActionRegistry;
    readonly services: AuthorizedServices;
    readonly access: Access;
    /** Of the offline bundle. */
    readonly contacts: readonly Contact[];
  }) {
    this.#shelf = options.shelf;
    this.#actions = options.actions;
    this.#services = options.services;
    this.#access = options.access;
    this.#contacts = options.contacts;
  }

  async list(
    service: string,
    credentials: BackstageCredentials,
  ): Promise<RunbookSummary[]> {
    const found = await this.#services.get(service, credentials);
    await this.#access.require(runbookReadPermission, credentials);
    return this.#shelf.list(found);
  }

  async get(
    ref: { readonly service: string; readonly runbook: string },
    credentials: BackstageCredentials,
  ): Promise<RunbookDetail> {
    const service = await this.#services.get(ref.service, credentials);
    await this.#access.require(runbookReadPermission, credentials);
    return this.#shelf.detail({ service, runbook: ref.runbook });
  }

  /** The offline bundle: the runbooks of the services that the caller may see. */
  async bundle(
    credentials: BackstageCredentials,
  ): Promise<{ readonly html: string; readonly at: Date }> {
    await this.#access.require(runbookReadPermission, credentials);
    const visible = new Set(
      (await this.#services.list(credentials)).map(({ id }) => id),
    );
    const { entries } = await this.#shelf.everything();
    const at = new Date();
    const html = renderBundle(
      {
        entries: entries.filter(
          // Which services one with errors is for, nobody can tell.
          ({ runbook, summary }) =>
            runbook === undefined ||
            summary.services.some(service => visible.has(service)),
        ),
        actions: this.#actions.descriptors(),
        contacts: this.#contacts,
      },
      at,
    );
    return { html, at };
  }

  async actions(
    credentials: BackstageCredentials,
  ): Promise<readonly ActionDescriptor[]> {
    await this.#access.require(runbookReadPermission, credentials);
    return this.#actions.descriptors();
  }
}
