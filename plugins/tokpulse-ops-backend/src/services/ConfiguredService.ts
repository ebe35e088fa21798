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
import type { ServiceInfo } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  type ServiceAccess,
  type ServiceHost,
  type ServiceRequest,
  type ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import type { z } from 'zod';
import { capabilitiesOf } from './capabilities';
import { fingerprint } from './fingerprint';
import {
  guardedRequest,
  parseNetwork,
  type RequestPolicy,
  type ResolveAll,
} from './network';
import { secretValues } from './secretValues';
import type { ServiceConfig } from './serviceConfig';

const CONCURRENT_REQUESTS = 8;
const QUEUED_REQUESTS = 64;
const BUDGET_WINDOW_MS = 15 * 60_000;
/** The part of the request budget that observations may use up. */
const OBSERVATION_SHARE = 0.6;

/** One service of the configuration. */
export class ConfiguredService implements ServiceAccess {
  readonly id: string;
  readonly title: string;
  readonly entities: readonly string[];
  readonly hosts: Readonly<Record<string, ServiceHost>>;
  readonly projection: JsonObject;
  readonly observeEveryMs: number;

  readonly #configuration: ServiceConfig;
  readonly #policy: RequestPolicy;
  readonly #concurrency = bulkhead(CONCURRENT_REQUESTS, QUEUED_REQUESTS);

  constructor(options: {
    readonly id: string;
    readonly configuration: ServiceConfig;
    readonly resolve?: ResolveAll;
  }) {
    const { id, configuration, resolve } = options;
    this.id = id;
    this.title = configuration.title ?? id;
    this.entities = configuration.entities;
    this.hosts = Object.fromEntries(
      Object.entries(configuration.hosts).map(([name, host]) => [
        name,
        { name, ...host },
      ]),
    );
    this.projection = projectionOf(this.id, this.title, configuration);
    this.observeEveryMs = Math.ceil(
      BUDGET_WINDOW_MS / (configuration.requestBudget * OBSERVATION_SHARE),
    );
    this.#configuration = configuration;
    this.#policy = {
      service: id,
      bases: httpUrlsIn(configuration).map(url => new URL(url)),
      allowed: configuration.allowedNetworks
        .map(parseNetwork)
        .filter(network => network !== undefined),
      resolve,
    };
  }

  settings<T extends z.ZodType>(section: string, schema: T): z.output<T> {
    const key = `tokpulseOps.services.${this.id}.${section}`;
    const raw = Object.hasOwn(this.#configuration, section)
      ? this.#configuration[section]
      : undefined;
    if (raw === undefined) {
      throw notConfigured(key);
    }
    const parsed = schema.safeParse(raw);
    if (!parsed.success) {
      const path = parsed.error.issues[0]?.path.map(String) ?? [];
      throw notConfigured([key, ...path].join('.'));
    }
    return parsed.data;
  }

  async request(request: ServiceRequest): Promise<ServiceResponse> {
    try {
      return await this.#concurrency.execute(() =>
        guardedRequest(request, this.#policy),
      );
    } catch (error) {
      if (error instanceof BulkheadRejectedError) {
        throw new ActionError({
          code: 'rate-limited',
          message: `Too many requests to ${this.title} are under way`,
          nextStep: 'Try again in a minute',
          cause: error,
        });
      }
      throw error;
    }
  }

  /** What pages may know of the service. */
  info(): ServiceInfo {
    return {
      id: this.id,
      title: this.title,
      entities: [...this.entities],
      hosts: Object.values(this.hosts).map(({ name, url }) => ({ name, url })),
      capabilities: capabilitiesOf(this.#configuration),
    };
  }

  /** Every credential in the configuration, for the redactor. */
  secrets(): readonly string[] {
    return secretValues(this.#json());
  }

  /** Changes when the configuration does; see {@link fingerprint}. */
  fingerprint(key: string): string {
    return fingerprint(this.#json(), key);
  }

  #json(): JsonObject {
    return JSON.parse(JSON.stringify(this.#configuration));
  }
}

function notConfigured(key: string): ActionError {
  return new ActionError({
    code: 'not-configured',
    message: `${key} is missing or not valid`,
    nextStep: `Set ${key} in app-config and restart the backend`,
  });
}

/** An allow-list: what is not named here, no expression and no page can see. */
function projectionOf(
  id: string,
  title: string,
  { hosts, railway, redis, postgres }: ServiceConfig,
): JsonObject {
  const projection: JsonObject = {
    id,
    title,
    hosts: mapValues(hosts, ({ url, health, metrics, performance }) => ({
      url,
      health,
      ...(metrics && { metrics }),
      ...(performance && { performance }),
    })),
  };
  if (railway) {
    const { service, projectId, environmentId } = railway;
    projection.railway = {
      ...(service && { service }),
      ...(projectId && { projectId }),
      ...(environmentId && { environmentId }),
    };
  }
  if (redis) {
    projection.redis = mapValues(redis, ({ sessionPrefix }) => ({
      ...(sessionPrefix && { sessionPrefix }),
    }));
  }
  if (postgres) {
    projection.postgres = mapValues(postgres, () => ({}));
  }
  return projection;
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, map(value)]),
  );
}

/** Every value of a key `url` or `baseUrl` that is an HTTP URL. */
function httpUrlsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, item]) => {
    if (typeof item !== 'string') {
      return httpUrlsIn(item);
    }
    return /^(url|baseUrl)$/.test(key) && /^https?:/.test(item) ? [item] : [];
  });
}
