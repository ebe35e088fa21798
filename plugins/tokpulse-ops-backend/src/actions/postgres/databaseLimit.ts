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

import {
  bulkhead,
  BulkheadRejectedError,
  type BulkheadPolicy,
} from 'cockatiel';
import {
  ActionError,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';

const CONNECTIONS_PER_DATABASE = 2;
const WAITING_READS = 20;

const limits = new WeakMap<ServiceAccess, Map<string, BulkheadPolicy>>();

/** At most two connections to one database, so that looking does no harm. */
export async function withinDatabaseLimit<T>(
  service: ServiceAccess,
  database: string,
  read: () => Promise<T>,
): Promise<T> {
  const ofService = limits.get(service) ?? new Map<string, BulkheadPolicy>();
  limits.set(service, ofService);
  const limit =
    ofService.get(database) ??
    bulkhead(CONNECTIONS_PER_DATABASE, WAITING_READS);
  ofService.set(database, limit);
  try {
    return await limit.execute(read);
  } catch (error) {
    if (error instanceof BulkheadRejectedError) {
      throw new ActionError({
        code: 'rate-limited',
        message: `Too many reads of database ${database} are under way`,
        nextStep: 'Try again in a minute',
        cause: error,
      });
    }
    throw error;
  }
}
