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

import type { Lock } from '../domain';
import type { ApiTransport, RequestOptions } from './ApiTransport';
import { apiRoutes } from './routes';
import type { ListLocksQuery, StealLock } from './schemas';

/** Locks: targets that runs hold. */
export class LocksClient {
  readonly #transport: ApiTransport;

  constructor(transport: ApiTransport) {
    this.#transport = transport;
  }

  async list(
    query: ListLocksQuery = {},
    options?: RequestOptions,
  ): Promise<Lock[]> {
    const route = apiRoutes.listLocks;
    const path = route.path;
    return (await this.#transport.send({ route, path, query, options })).items;
  }

  /** Frees a target; answers the locks that there are afterwards. */
  async steal(body: StealLock, options?: RequestOptions): Promise<Lock[]> {
    const route = apiRoutes.stealLock;
    const path = route.path;
    return (await this.#transport.send({ route, path, body, options })).items;
  }
}
