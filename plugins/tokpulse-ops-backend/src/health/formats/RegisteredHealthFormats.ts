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

import type { HealthFormat } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { springActuatorFormat } from './springActuator';
import { statusCodeFormat } from './statusCode';
import { tokpulseFormat } from './tokpulse';

/** The formats that come with the backend. */
export const builtInHealthFormats: readonly HealthFormat[] = [
  statusCodeFormat,
  tokpulseFormat,
  springActuatorFormat,
];

/** The formats that a host may name: the built-in ones and those of modules. */
export class RegisteredHealthFormats {
  readonly #formats = new Map<string, HealthFormat>();

  constructor(formats: readonly HealthFormat[] = builtInHealthFormats) {
    this.add(...formats);
  }

  /** Adds all of them or, when it throws, none. */
  add(...formats: readonly HealthFormat[]): void {
    const ids = [...this.#formats.keys()];
    for (const { id } of formats) {
      if (ids.includes(id)) {
        throw new Error(
          `A health format '${id}' is registered already; give the second one another id`,
        );
      }
      ids.push(id);
    }
    formats.forEach(format => this.#formats.set(format.id, format));
  }

  get(id: string): HealthFormat | undefined {
    return this.#formats.get(id);
  }

  /** In the order in which they were added. */
  ids(): readonly string[] {
    return [...this.#formats.keys()];
  }
}
