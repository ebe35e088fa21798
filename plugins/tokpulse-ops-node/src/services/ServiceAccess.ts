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
import type { HealthFormat } from '../health/HealthFormat';

/** One configured host of a service. */
export interface ServiceHost {
  readonly name: string;
  /** Origin and optional base path, without a trailing slash. */
  readonly url: string;
  /** Path of the health endpoint. */
  readonly health: string;
  /** Id of the health format, e.g. `tokpulse`, `status-code`. */
  readonly format: string;
  readonly metrics?: string;
  readonly performance?: string;
  /** Checks that are shown but not judged. */
  readonly ignoreChecks: readonly string[];
  /** A vendor's host: steps may ask it, but the service is not judged by it. */
  readonly external?: boolean;
  /**
   * Requests in 15 minutes that it allows by itself. Without it, the host
   * shares the request budget of the service.
   */
  readonly requestBudget?: number;
}

/** A request that goes through the guarded client of a service. */
export interface ServiceRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds for the whole exchange; default 10,000. */
  readonly timeoutMs?: number;
  /** Bytes after decompression; default 1 MiB; more is a `too-large` error. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** A whole answer; any status, redirects are not followed. */
export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds from the start to the end of the body. */
  readonly latencyMs: number;
}

/**
 * What an action may know and use of the service it runs against. Endpoints
 * and credentials come from configuration only, never from a step's input.
 */
export interface ServiceAccess {
  readonly id: string;
  readonly title: string;
  readonly hosts: Readonly<Record<string, ServiceHost>>;
  /**
   * Shortest time in milliseconds between two observations: readings that no
   * run has asked for. The rest of the service's request budget is for runs.
   */
  readonly observeEveryMs?: number;
  /** The registered format of that id; absent: the built-in ones only. */
  readonly healthFormat?: (id: string) => HealthFormat | undefined;
  /** The allow-listed projection that expressions see as `service`; no credential in it. */
  readonly projection: JsonObject;
  /**
   * The configured settings of one provider section (`railway`, `redis` …),
   * validated. Throws an `ActionError` `not-configured` that names the missing
   * key. Strings marked secret in the configuration are known to the redactor.
   */
  settings<T extends z.ZodType>(section: string, schema: T): z.output<T>;
  /**
   * Sends one HTTP request with undici: the target must lie under a configured
   * URL of this service, addresses are checked against special-purpose ranges
   * unless allowed, the DNS answer is pinned, redirects are not followed, size
   * and time are bounded. Throws `ActionError` for transport failures.
   */
  request(request: ServiceRequest): Promise<ServiceResponse>;
}
