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
import type { ServiceAbout } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAbouts } from '../about/ServiceAbouts';
import type { AuthorizedServices } from './AuthorizedServices';

/** Whom to call and where to look, of the services that the caller may see. */
export class AuthorizedAbout {
  readonly #services: AuthorizedServices;
  readonly #abouts: ServiceAbouts;

  constructor(options: {
    readonly services: AuthorizedServices;
    readonly abouts: ServiceAbouts;
  }) {
    this.#services = options.services;
    this.#abouts = options.abouts;
  }

  async get(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ServiceAbout> {
    return this.#abouts.of(await this.#services.get(id, credentials));
  }
}
