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
  type HealthFormat,
  type ServiceAccess,
  type ServiceHost,
  type ServiceRequest,
  type ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import type { z } from 'zod';
import type { AboutConfig } from '../about/aboutConfig';
import { capabilitiesOf } from './capabilities';
import type { RegisteredHealthFormats } from '../health/formats';
import type { KeptMetricConfig } from './collectionConfig';
import { fingerprint } from './fingerprint';
import {
  guardedRequest,
  parseNetwork,
  type RequestPolicy,
  type ResolveAll,
} from './network';
import { RequestMeter, type RequestPurpose } from './RequestMeter';
import { secretValues } from './secretValues';
import type { ServiceConfig } from './serviceConfig';

const CONCURRENT_REQUESTS = 8;
const QUEUED_REQUESTS = 64;
/** The window of the request budget. */
export const BUDGET_WINDOW_MS = 15 * 60_000;
/** The part of the request budget that observations may use up. */
export const OBSERVATION_SHARE = 0.6;

/** One service of the configuration. */
export class ConfiguredService implements ServiceAccess {
  readonly id: string;
  readonly title: string;
  readonly entities: readonly string[];
  readonly hosts: Readonly<Record<string, ServiceHost>>;
  readonly projection: JsonObject;
  readonly observeEveryMs: number;
  /** What this process sends to the service. */
  readonly requests: RequestMeter;
  /** How often it is asked, and how much of it may be asked. */
  readonly collect: {
    readonly everyMs: number;
    readonly whileUnhealthyMs: number;
    /** Requests in 15 minutes, for everything. */
    readonly requestBudget: number;
  };
  /** The objective; undefined: nobody has configured one. */
  readonly slo: ServiceConfig['slo'];
  /** Metrics whose history is kept. */
  readonly keptMetrics: readonly KeptMetricConfig[];
  /** Who is told of incidents; undefined: the owners of its entities. */
  readonly alerts: ServiceConfig['alerts'];
  /** Networks that are not public and may be asked all the same. */
  readonly allowedNetworks: readonly string[];
  /** Whom to call and where to look. */
  readonly about: AboutConfig;

  readonly #configuration: ServiceConfig;
  readonly #policy: RequestPolicy;
  readonly #formats: RegisteredHealthFormats | undefined;
  readonly #concurrency = bulkhead(CONCURRENT_REQUESTS, QUEUED_REQUESTS);

  constructor(options: {
    readonly id: string;
    readonly configuration: ServiceConfig;
    readonly resolve?: ResolveAll;
    /** Default: the built-in ones. */
    readonly formats?: RegisteredHealthFormats;
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
    this.requests = new RequestMeter({ hosts: Object.values(this.hosts) });
    this.collect = {
      everyMs: configuration.collect.every,
      whileUnhealthyMs: configuration.collect.whileUnhealthy,
      requestBudget: configuration.requestBudget,
    };
    this.slo = configuration.slo;
    this.keptMetrics = configuration.metrics.keep;
    this.alerts = configuration.alerts;
    this.allowedNetworks = configuration.allowedNetworks;
    this.about = aboutOf(configuration);
    this.#formats = options.formats;
    this.#configuration = configuration;
    this.#policy = {
      service: id,
      bases: requestedUrls(configuration).map(url => new URL(url)),
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

  healthFormat(id: string): HealthFormat | undefined {
    return this.#formats?.get(id);
  }

  request(request: ServiceRequest): Promise<ServiceResponse> {
    return this.#send(request, 'run');
  }

  /** The same service; its requests count as observations. */
  observed(): ServiceAccess {
    const { id, title, hosts, observeEveryMs, projection } = this;
    return {
      ...{ id, title, hosts, observeEveryMs, projection },
      healthFormat: format => this.healthFormat(format),
      settings: (section, schema) => this.settings(section, schema),
      request: request => this.#send(request, 'observation'),
    };
  }

  async #send(
    request: ServiceRequest,
    purpose: RequestPurpose,
  ): Promise<ServiceResponse> {
    try {
      return await this.#concurrency.execute(async () => {
        this.requests.sent(request.url, purpose);
        const response = await guardedRequest(request, this.#policy);
        this.requests.answered(request.url, purpose, response);
        return response;
      });
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

function aboutOf(configuration: ServiceConfig): AboutConfig {
  const { contacts, escalation, statusPage, links, flags } = configuration;
  return { contacts, escalation, statusPage, links, flags };
}

/** Addresses that people open; nothing is sent there. */
const FOR_PEOPLE = ['contacts', 'escalation', 'statusPage', 'links'];

/** Where requests may go. */
function requestedUrls(configuration: ServiceConfig): readonly string[] {
  return Object.entries(configuration).flatMap(([key, value]) =>
    FOR_PEOPLE.includes(key) ? [] : httpUrlsIn({ [key]: value }),
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
