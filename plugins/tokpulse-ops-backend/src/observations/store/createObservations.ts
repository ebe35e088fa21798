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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Database } from '../../runs/Database';
import {
  defaultObservationRetention,
  type ObservationRetention,
} from '../observationsConfig';
import { ObservationHousekeeping } from './ObservationHousekeeping';
import { ObservationPartitions } from './partitions';
import { PostgresObservationStore } from './PostgresObservationStore';

/** The store of observations and what looks after it. */
export interface Observations {
  readonly store: PostgresObservationStore;
  /** Open it before the first observation is saved; close it at the end. */
  readonly housekeeping: ObservationHousekeeping;
  /** Closes both. */
  close(): Promise<void>;
}

/** Puts the store of observations together. */
export function createObservations(options: {
  readonly database: Database;
  readonly logger: LoggerService;
  /** Default: as long as the documentation says. */
  readonly retention?: ObservationRetention;
  /** For tests and benchmarks that do not wait. Default: the database's clock. */
  readonly clock?: () => Date;
}): Observations {
  const { retention = defaultObservationRetention, ...rest } = options;
  const partitions = new ObservationPartitions(rest);
  const store = new PostgresObservationStore({
    ...rest,
    partitions,
    retention,
  });
  const housekeeping = new ObservationHousekeeping({
    ...{ ...rest, partitions, retention },
  });
  return {
    store,
    housekeeping,
    async close() {
      await housekeeping.close();
      await store.close();
    },
  };
}
