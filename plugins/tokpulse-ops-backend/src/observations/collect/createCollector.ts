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
import type { Queryable } from '../../runs/Database';
import type { Redactor } from '../../runs/types';
import type { ObservationStore } from '../ObservationStore';
import { CollectionStore } from './CollectionStore';
import { Collector, type CollectorOptions } from './Collector';
import { LatestStatuses } from './LatestStatuses';
import { RequestLedger } from './RequestLedger';

/** Puts the collector together, and what answers with its readings. */
export function createCollector(options: {
  readonly services: CollectorOptions['services'];
  readonly database: Queryable;
  readonly store: Pick<ObservationStore, 'save' | 'latest'>;
  readonly redactor: Pick<Redactor, 'json'>;
  readonly logger: LoggerService;
  /** How old a status may be; see {@link LatestStatuses}. */
  readonly maxAgeMs?: number;
}): { readonly collector: Collector; readonly statuses: LatestStatuses } {
  const { database, maxAgeMs, ...rest } = options;
  const collector = new Collector({
    ...rest,
    collections: new CollectionStore({ database }),
    ledger: new RequestLedger({ database }),
  });
  return {
    collector,
    statuses: new LatestStatuses({ store: rest.store, collector, maxAgeMs }),
  };
}
