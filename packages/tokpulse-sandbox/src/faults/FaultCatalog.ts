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

import { Parts } from '../sandbox/World';
import { Fault, FaultName, FaultSettings } from './Fault';
import {
  badDeploy,
  crash,
  memoryLeak,
  poolExhausted,
  rateLimited,
} from './processFaults';
import { lostReply, providerErrors, providerSlow } from './providerFaults';
import { expiredStripeKey, stripeDown } from './stripeFaults';
import { always503, redisDown, slowDatabase } from './surroundingFaults';

/** What is shown of a fault. */
export type FaultState = Pick<
  Fault,
  'name' | 'title' | 'description' | 'cure'
> & { readonly active: boolean };

/** All faults of one world. */
export class FaultCatalog {
  readonly #faults: ReadonlyMap<FaultName, Fault>;
  /** Faults are induced and cleared one after the other. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#faults = new Map(
      [
        crash,
        memoryLeak,
        slowDatabase,
        poolExhausted,
        rateLimited,
        redisDown,
        badDeploy,
        always503,
        providerErrors,
        providerSlow,
        lostReply,
        stripeDown,
        expiredStripeKey,
      ]
        .map(create => create(parts))
        .map(fault => [fault.name, fault]),
    );
  }

  list(): FaultState[] {
    return [...this.#faults.values()].map(stateOf);
  }

  has(name: string): name is FaultName {
    return [...this.#faults.keys()].some(known => known === name);
  }

  async induce(
    name: FaultName,
    settings: FaultSettings = {},
  ): Promise<FaultState> {
    return this.#change(name, fault => fault.induce(settings));
  }

  async clear(name: FaultName): Promise<FaultState> {
    return this.#change(name, fault => fault.clear());
  }

  /** Waits until no fault is being changed, and keeps others from it. */
  async exclusively(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    await done;
  }

  async #change(
    name: FaultName,
    change: (fault: Fault) => Promise<void>,
  ): Promise<FaultState> {
    const fault = this.#faults.get(name);
    if (!fault) {
      throw new Error(`There is no fault ${name}`);
    }
    await this.exclusively(() => change(fault));
    return stateOf(fault);
  }
}

function stateOf(fault: Fault): FaultState {
  const { name, title, description, cure } = fault;
  return { name, title, description, cure, active: fault.isActive() };
}
