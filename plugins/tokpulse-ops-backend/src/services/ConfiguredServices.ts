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

import type { Config } from '@backstage/config';
import type { ServiceRegistry } from '../runs/types';
import { RegisteredHealthFormats } from '../health/formats';
import { ConfiguredService } from './ConfiguredService';
import type { ResolveAll } from './network';
import { readServiceConfigs } from './serviceConfig';

/** The services of `tokpulseOps.services`. */
export class ConfiguredServices implements ServiceRegistry {
  readonly #services: ReadonlyMap<string, ConfiguredService>;
  readonly #fingerprintKey: string;

  /** Throws an error that names every wrong key and what to write instead. */
  static fromConfig(
    config: Config,
    options: {
      /** Key of the fingerprints; the same in every replica, kept secret. */
      readonly fingerprintKey: string;
      /** Replaces the system's name resolution, in tests. */
      readonly resolve?: ResolveAll;
      /** Default: the built-in ones. */
      readonly formats?: RegisteredHealthFormats;
    },
  ): ConfiguredServices {
    const { resolve, formats = new RegisteredHealthFormats() } = options;
    const configurations = readServiceConfigs(config, {
      formats: formats.ids(),
    });
    return new ConfiguredServices(
      [...configurations].map(
        ([id, configuration]) =>
          new ConfiguredService({ id, configuration, resolve, formats }),
      ),
      options.fingerprintKey,
    );
  }

  private constructor(
    services: readonly ConfiguredService[],
    fingerprintKey: string,
  ) {
    this.#services = new Map(services.map(service => [service.id, service]));
    this.#fingerprintKey = fingerprintKey;
  }

  get(id: string): ConfiguredService | undefined {
    return this.#services.get(id);
  }

  list(): readonly ConfiguredService[] {
    return [...this.#services.values()];
  }

  secrets(): readonly string[] {
    return [...new Set(this.list().flatMap(service => service.secrets()))];
  }

  /** What a plan pins of the configuration. Undefined when there is no such service. */
  fingerprint(id: string): string | undefined {
    return this.get(id)?.fingerprint(this.#fingerprintKey);
  }
}
