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

import { Service } from './Service';

export interface ProjectOptions {
  readonly id: string;
  readonly name: string;
  readonly environment: { readonly id: string; readonly name: string };
  readonly services: readonly Service[];
  /** Signs in as a person with access to everything. */
  readonly accountToken: string;
  /** Signs in for the one environment. */
  readonly projectToken: string;
  readonly createdAt: Date;
}

/** A project of the platform with one environment. */
export class Project {
  readonly id: string;
  readonly name: string;
  readonly environment: { readonly id: string; readonly name: string };
  readonly services: readonly Service[];
  readonly accountToken: string;
  readonly projectToken: string;
  readonly createdAt: Date;
  #shared: Readonly<Record<string, string>> = {};

  constructor(options: ProjectOptions) {
    this.id = options.id;
    this.name = options.name;
    this.environment = options.environment;
    this.services = options.services;
    this.accountToken = options.accountToken;
    this.projectToken = options.projectToken;
    this.createdAt = options.createdAt;
  }

  /** Variables of the environment, which no service sees by itself. */
  get sharedVariables(): Readonly<Record<string, string>> {
    return this.#shared;
  }

  set sharedVariables(variables: Readonly<Record<string, string>>) {
    this.#shared = { ...variables };
  }

  service(id: string): Service | undefined {
    return this.services.find(service => service.id === id);
  }

  serviceOf(deploymentId: string): Service | undefined {
    return this.services.find(({ deployments }) =>
      deployments.some(({ id }) => id === deploymentId),
    );
  }

  async reset(): Promise<void> {
    this.#shared = {};
    await Promise.all(this.services.map(service => service.reset()));
  }
}
