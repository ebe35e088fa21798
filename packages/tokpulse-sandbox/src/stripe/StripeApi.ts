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

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listSubscriptions } from './listSubscriptions';
import type { StripeAccount } from './StripeAccount';
import { StripeRefusal, subscriptionJson } from './stripeAnswers';

/** What an account without a version of its own speaks. */
const DEFAULT_VERSION = '2026-10-28.endive';
const VERSION = /^20\d\d-\d\d-\d\d(\.[a-z]+)?$/;
/** Of an account in test mode. */
const REQUESTS_PER_SECOND = 25;

/** What can be wrong with the API itself. */
export interface StripeDisturbances {
  /** It answers with errors, or does not answer. */
  down: 'errors' | 'hang' | undefined;
  keyExpired: boolean;
}

export const undisturbedStripe: Readonly<StripeDisturbances> = {
  down: undefined,
  keyExpired: false,
};

/**
 * Stripe's API as far as reading subscriptions goes: `GET /v1/subscriptions` and
 * `GET /v1/subscriptions/:id`, for a restricted key that may do nothing else.
 */
export class StripeApi {
  /** A restricted key that may read subscriptions. */
  readonly key: string;
  readonly disturbances: StripeDisturbances = { ...undisturbedStripe };
  readonly #account: StripeAccount;
  #second = { at: 0, requests: 0 };

  constructor(options: {
    readonly key: string;
    readonly account: StripeAccount;
  }) {
    this.key = options.key;
    this.#account = options.account;
  }

  /** Brings the account back to its first state, and ends what disturbs it. */
  async reset(): Promise<void> {
    Object.assign(this.disturbances, undisturbedStripe);
    await this.#account.reset();
  }

  /** Answers a request under `/v1`. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    request.resume();
    switch (this.disturbances.down) {
      case 'hang':
        return;
      case 'errors':
        reply(response, 503, {
          error: {
            message:
              'Sorry! There was an error while talking to one of our backends. Support has been notified.',
            type: 'api_error',
          },
        });
        return;
      default:
    }
    try {
      this.#authenticate(request);
      this.#limit();
      const version = this.#version(request);
      response.setHeader('Stripe-Version', version);
      reply(response, 200, await this.#answer(request, version));
    } catch (error) {
      if (!(error instanceof StripeRefusal)) {
        throw error;
      }
      reply(response, error.status, error.body);
    }
  }

  async #answer(request: IncomingMessage, version: string): Promise<object> {
    const { method = 'GET' } = request;
    const url = new URL(request.url ?? '/', 'http://localhost');
    const id = /^\/v1\/subscriptions(?:\/([^/]+))?$/.exec(url.pathname);
    if (id === null) {
      throw new StripeRefusal(
        404,
        `Unrecognized request URL (${method}: ${url.pathname}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
      );
    }
    if (method !== 'GET') {
      throw new StripeRefusal(
        403,
        `The provided key '${masked(
          this.key,
        )}' does not have the required permissions for this endpoint. Having the 'rak_subscription_write' permission would allow this request to continue.`,
      );
    }
    const all = await this.#account.subscriptions();
    if (id[1] === undefined) {
      const { data, hasMore } = listSubscriptions(all, url.searchParams);
      return {
        object: 'list',
        data: data.map(it => subscriptionJson(it, version)),
        has_more: hasMore,
        url: '/v1/subscriptions',
      };
    }
    const [unknown] = url.searchParams.keys();
    if (unknown !== undefined) {
      throw new StripeRefusal(400, `Received unknown parameter: ${unknown}`, {
        code: 'parameter_unknown',
        param: unknown,
      });
    }
    const wanted = decodeURIComponent(id[1]);
    const subscription = all.get(wanted);
    if (subscription === undefined) {
      throw new StripeRefusal(404, `No such subscription: '${wanted}'`, {
        code: 'resource_missing',
        param: 'id',
      });
    }
    return subscriptionJson(subscription, version);
  }

  #authenticate({ headers }: IncomingMessage): void {
    const given = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (given === undefined) {
      throw new StripeRefusal(
        401,
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
      );
    }
    if (given !== this.key) {
      throw new StripeRefusal(
        401,
        `Invalid API Key provided: ${masked(given)}`,
      );
    }
    if (this.disturbances.keyExpired) {
      throw new StripeRefusal(
        401,
        `Expired API Key provided: ${masked(given)}`,
        { code: 'api_key_expired' },
      );
    }
  }

  #limit(): void {
    const at = Math.floor(Date.now() / 1_000);
    this.#second = this.#second.at === at ? this.#second : { at, requests: 0 };
    this.#second.requests += 1;
    if (this.#second.requests > REQUESTS_PER_SECOND) {
      throw new StripeRefusal(
        429,
        'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
        { code: 'rate_limit' },
      );
    }
  }

  #version({ headers }: IncomingMessage): string {
    const asked = headers['stripe-version'];
    const version = typeof asked === 'string' ? asked : DEFAULT_VERSION;
    if (!VERSION.test(version)) {
      throw new StripeRefusal(400, `Invalid Stripe API version: ${version}`);
    }
    return version;
  }
}

/** `rk_test_********1234`, as Stripe tells keys. */
function masked(key: string): string {
  const visible = /^[a-z]+_(test|live)_/.exec(key)?.[0] ?? '';
  const hidden = Math.max(0, key.length - visible.length - 4);
  return visible + '*'.repeat(hidden) + key.slice(visible.length + hidden);
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Request-Id': `req_${randomUUID().replace(/-/g, '').slice(0, 14)}`,
  });
  response.end(JSON.stringify(body, undefined, 2));
}
