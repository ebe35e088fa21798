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
  Contact,
  ServiceAbout,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Redactor } from '../runs/types';
import type { ConfiguredService } from '../services';
import type { AboutConfig } from './aboutConfig';
import type { FlagReader } from './FlagReader';

type DescribedService = Pick<ConfiguredService, 'id' | 'request' | 'about'>;

const optional: readonly {
  readonly key: keyof AboutConfig;
  readonly what: string;
}[] = [
  { key: 'contacts', what: 'People to call' },
  { key: 'escalation', what: 'Levels of escalation' },
  { key: 'statusPage', what: 'The address of a status page' },
  { key: 'links', what: 'Important addresses' },
  { key: 'flags', what: 'The address of feature flags' },
];

/** Whom to call and where to look, for each service. */
export class ServiceAbouts {
  readonly #contacts: readonly Contact[];
  readonly #flags: FlagReader;
  readonly #redactor: Pick<Redactor, 'text'>;

  constructor(options: {
    /** Of the whole portal; those of a service come before them. */
    readonly contacts: readonly Contact[];
    readonly flags: FlagReader;
    readonly redactor: Pick<Redactor, 'text'>;
  }) {
    this.#contacts = options.contacts;
    this.#flags = options.flags;
    this.#redactor = options.redactor;
  }

  async of(service: DescribedService): Promise<ServiceAbout> {
    const { contacts, escalation, statusPage, links, flags } = service.about;
    return {
      contacts: [...contacts, ...this.#contacts],
      escalation,
      ...(statusPage !== undefined && { statusPage }),
      links,
      ...(flags?.url && { flags: await this.#readFlags(service, flags.url) }),
      missing: this.#missing(service),
    };
  }

  async #readFlags(service: DescribedService, url: string) {
    const read = await this.#flags.read(service, url);
    return {
      ...read,
      flags: read.flags.map(({ name, value }) => ({
        name: this.#redactor.text(name),
        value: this.#redactor.text(value),
      })),
    };
  }

  #missing({ id, about }: DescribedService): ServiceAbout['missing'] {
    const has: Readonly<Record<keyof AboutConfig, boolean>> = {
      contacts: about.contacts.length > 0 || this.#contacts.length > 0,
      escalation: about.escalation.length > 0,
      statusPage: about.statusPage !== undefined,
      links: about.links.length > 0,
      flags: about.flags?.url !== undefined,
    };
    return optional
      .filter(({ key }) => !has[key])
      .map(({ what, key }) => ({
        what,
        key: `tokpulseOps.services.${id}.${key}${
          key === 'flags' ? '.url' : ''
        }`,
      }));
  }
}
