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

import type { JsonObject } from '@backstage/types';
import type { z } from 'zod';
import { ActionError } from '../actions/ActionError';
import type {
  ServiceAccess,
  ServiceHost,
  ServiceRequest,
  ServiceResponse,
} from '../services/ServiceAccess';

/** Options of {@link createMockServiceAccess}. */
export interface MockServiceAccessOptions {
  /** Default `test-service`. */
  readonly id?: string;
  readonly title?: string;
  /** By name; what is left out gets the defaults of the configuration. */
  readonly hosts?: Readonly<
    Record<string, Partial<ServiceHost> & { readonly url: string }>
  >;
  /** Provider sections by name, as they would stand in app-config. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Default: id, title and the hosts' URLs. */
  readonly projection?: JsonObject;
  /** Answers requests. Default: every request is an `unreachable` error. */
  readonly request?: (
    request: ServiceRequest,
  ) => Partial<ServiceResponse> | Promise<Partial<ServiceResponse>>;
}

/** A service without configuration or network, for tests of actions. */
export function createMockServiceAccess(
  options: MockServiceAccessOptions = {},
): ServiceAccess {
  const { id = 'test-service', title = id, settings = {} } = options;
  const hosts = Object.fromEntries(
    Object.entries(options.hosts ?? {}).map(([name, host]) => [
      name,
      {
        name,
        health: '/',
        format: 'status-code',
        ignoreChecks: [],
        ...host,
      },
    ]),
  );
  return {
    id,
    title,
    hosts,
    projection: options.projection ?? {
      id,
      title,
      hosts: Object.fromEntries(
        Object.values(hosts).map(({ name, url }) => [name, { url }]),
      ),
    },
    settings<T extends z.ZodType>(section: string, schema: T): z.output<T> {
      const parsed = schema.safeParse(
        Object.hasOwn(settings, section) ? settings[section] : undefined,
      );
      if (!parsed.success) {
        const path = parsed.error.issues[0].path.map(String);
        throw new ActionError({
          code: 'not-configured',
          message: `${[section, ...path].join('.')} is missing or not valid`,
        });
      }
      return parsed.data;
    },
    async request(request) {
      request.signal?.throwIfAborted();
      if (!options.request) {
        throw new ActionError({
          code: 'unreachable',
          message: `The mock service answers no request to ${request.url}`,
        });
      }
      return {
        status: 200,
        headers: {},
        body: '',
        latencyMs: 1,
        ...(await options.request(request)),
      };
    },
  };
}
