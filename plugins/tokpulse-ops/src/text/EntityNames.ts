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

import { parseEntityRef } from '@backstage/catalog-model';
import type { EntityPresentationApi } from '@backstage/plugin-catalog-react';

function nameIn(entityRef: string): string | undefined {
  try {
    return parseEntityRef(entityRef).name;
  } catch {
    return undefined;
  }
}

/**
 * Names of people and groups as the portal presents them: at first what their
 * entity refs say, then what the catalog says, once it has answered.
 */
export class EntityNames {
  readonly #presentations?: EntityPresentationApi;
  readonly #names = new Map<string, string>();
  readonly #watchers = new Set<() => void>();
  #version = 0;

  constructor(options: { readonly presentations?: EntityPresentationApi }) {
    this.#presentations = options.presentations;
  }

  /**
   * The name as far as it is known now. What is no entity, such as another
   * backend, is its own name.
   */
  nameOf(entityRef: string): string {
    const known = this.#names.get(entityRef);
    if (known !== undefined) {
      return known;
    }
    const name = nameIn(entityRef);
    this.#names.set(entityRef, name ?? entityRef);
    if (name === undefined) {
      return entityRef;
    }
    this.#presentations
      ?.forEntity(entityRef, { defaultKind: 'user' })
      .promise.then(({ primaryTitle }) => this.#learn(entityRef, primaryTitle))
      // The name of the ref will do.
      .catch(() => undefined);
    return name;
  }

  /** Grows whenever a name becomes known. */
  readonly version = (): number => this.#version;

  /** Watches for names until the function that it returns is called. */
  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  #learn(entityRef: string, name: string): void {
    if (name !== this.#names.get(entityRef)) {
      this.#names.set(entityRef, name);
      this.#version += 1;
      this.#watchers.forEach(tell => tell());
    }
  }
}
