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

import type {
  ServiceAccess,
  ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import Stripe from 'stripe';

const MAX_BYTES = 2 * 1024 * 1024;

type StripeOptions = NonNullable<ConstructorParameters<typeof Stripe>[1]>;
type HttpClient = NonNullable<StripeOptions['httpClient']>;

class GuardedResponse extends Stripe.HttpClientResponse {
  readonly #response: ServiceResponse;

  constructor(response: ServiceResponse) {
    super(response.status, { ...response.headers });
    this.#response = response;
  }

  override getRawResponse(): unknown {
    return { headers: this.getHeaders(), statusCode: this.getStatusCode() };
  }

  override toStream(): never {
    throw new Error('Answers of Stripe are read whole here');
  }

  override async toJSON(): Promise<unknown> {
    return this._parseResponseBody(this.#response.body);
  }
}

/**
 * Lets Stripe's library send through the guarded client of a service, so that
 * its addresses are checked like all others. Throws `ActionError`, which the
 * library keeps as the `detail` of its own errors.
 */
export function guardedHttpClient(service: ServiceAccess): HttpClient {
  return {
    getClientName: () => 'tokpulse-ops',
    async makeRequest(
      host,
      port,
      path,
      method,
      headers,
      body,
      protocol,
      timeout,
    ) {
      const response = await service.request({
        url: new URL(path, `${protocol}://${host}:${port}`).toString(),
        method,
        headers: plainHeaders(headers),
        ...(body && { body }),
        timeoutMs: timeout,
        maxBytes: MAX_BYTES,
      });
      return new GuardedResponse(response);
    },
  };
}

function plainHeaders(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[name, String(value)]],
    ),
  );
}
