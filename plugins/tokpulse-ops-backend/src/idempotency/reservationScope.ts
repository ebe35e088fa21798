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

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Queryable } from '../runs/Database';

/** What a request holds while it is under way under an idempotency key. */
export interface Reservation {
  /**
   * Says, in the transaction of a change, that the change is that of the
   * request. Throws when another try of the request has taken over, so that
   * the change does not happen twice.
   */
  claim(tx: Queryable): Promise<void>;
}

const scope = new AsyncLocalStorage<{ reservation: Reservation | undefined }>();

/** Runs a request; every transaction it makes belongs to its reservation. */
export async function withReservation<T>(
  reservation: Reservation,
  work: () => Promise<T>,
): Promise<T> {
  const open: { reservation: Reservation | undefined } = { reservation };
  try {
    return await scope.run(open, work);
  } finally {
    // Timers and listeners that the request started live on without it.
    open.reservation = undefined;
  }
}

/** Called by every transaction just before it commits. */
export async function claimReservation(tx: Queryable): Promise<void> {
  await scope.getStore()?.reservation?.claim(tx);
}
