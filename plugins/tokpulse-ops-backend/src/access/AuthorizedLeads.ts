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
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  runControlPermission,
  type ChangeLead,
  type RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { LeadService } from '../approvals/types';
import { withProblem } from '../problems';
import type { RunReader } from '../runs/types';
import { noSuchRun, type Access } from './Access';

/** Takes over and hands over runs in the name of the caller. */
export class AuthorizedLeads {
  readonly #leads: LeadService;
  readonly #reader: Pick<RunReader, 'get'>;
  readonly #catalog: Pick<CatalogService, 'getEntityByRef'>;
  readonly #access: Access;

  constructor(options: {
    readonly leads: LeadService;
    readonly reader: Pick<RunReader, 'get'>;
    readonly catalog: Pick<CatalogService, 'getEntityByRef'>;
    readonly access: Access;
  }) {
    this.#leads = options.leads;
    this.#reader = options.reader;
    this.#catalog = options.catalog;
    this.#access = options.access;
  }

  async change(
    options: ChangeLead & { readonly runId: string },
    credentials: BackstageCredentials,
  ): Promise<RunDetail> {
    const { runId, reason } = options;
    const actor = this.#access.personOf(credentials);
    this.#access.requireChangesAllowed();
    await this.#access.requireRunVisible(runId, credentials);
    await this.#access.requireOn(runControlPermission, runId, credentials);
    const to =
      options.to === undefined
        ? actor
        : await this.#existing(options.to, actor, credentials);
    await this.#leads.change({ runId, to, reason, actor });
    const run = await this.#reader.get(runId);
    if (run === undefined) {
      throw noSuchRun(runId);
    }
    return run;
  }

  /** Nobody leads who is not there: the run would wait for them for ever. */
  async #existing(
    text: string,
    actor: string,
    credentials: BackstageCredentials,
  ): Promise<string> {
    const ref = userRef(text);
    if (ref === undefined) {
      throw withProblem(
        new InputError(`'${text}' is not the entity ref of a person`),
        {
          code: 'invalid-person',
          nextStep: 'Write the ref of a user, such as user:default/jane',
        },
      );
    }
    // Whoever calls exists, whether or not the catalog knows them.
    const known =
      ref === actor ||
      (await this.#catalog.getEntityByRef(ref, { credentials })) !== undefined;
    if (!known) {
      throw withProblem(new InputError(`The catalog knows no ${ref}`), {
        code: 'no-such-person',
        nextStep: 'Choose a person of the catalog',
      });
    }
    return ref;
  }
}

function userRef(text: string): string | undefined {
  try {
    const ref = stringifyEntityRef(
      parseEntityRef(text, {
        defaultKind: 'user',
        defaultNamespace: 'default',
      }),
    );
    return ref.startsWith('user:') ? ref : undefined;
  } catch {
    return undefined;
  }
}
