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

import { createHmac } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { ServiceSubscriptions } from './ServiceSubscriptions';

/** The subscriptions of every service. */
export class Subscriptions {
  readonly #options: {
    readonly logger: LoggerService;
    readonly stopping: AbortSignal;
    readonly perSecond?: number;
  };
  readonly #hashKey: string;
  readonly #services = new WeakMap<ServiceAccess, ServiceSubscriptions>();

  constructor(options: {
    readonly logger: LoggerService;
    /** Aborts when this process is about to stop. */
    readonly stopping: AbortSignal;
    /** Of the hashes of e-mail addresses; the same in every replica. */
    readonly hashKey: string;
    /** Requests to Stripe; default 20. */
    readonly perSecond?: number;
  }) {
    this.#options = options;
    this.#hashKey = options.hashKey;
  }

  of(service: ServiceAccess): ServiceSubscriptions {
    const known = this.#services.get(service);
    if (known !== undefined) {
      return known;
    }
    const made = new ServiceSubscriptions({ service, ...this.#options });
    this.#services.set(service, made);
    return made;
  }

  /**
   * What an audit may keep of an e-mail address: the same for the same address,
   * so that look-ups of one customer can be found, and nothing to read it from.
   */
  emailHash(email: string): string {
    return createHmac('sha256', this.#hashKey)
      .update(email.trim().toLocaleLowerCase('en-US'))
      .digest('hex')
      .slice(0, 32);
  }
}
