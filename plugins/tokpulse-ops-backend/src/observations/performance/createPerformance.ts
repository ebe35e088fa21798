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

import { incidentsBetween } from '../../incidents/store/readIncidents';
import type { Database } from '../../runs/Database';
import { Markers } from '../markers';
import { MetricsViews } from '../metrics';
import type { ObservationStore } from '../ObservationStore';
import { PerformanceViews } from './PerformanceViews';
import { Timeline } from './Timeline';

/** The views of performance and metrics over a store of observations. */
export function createPerformance(options: {
  readonly database: Database;
  readonly store: ObservationStore;
}): { readonly performance: PerformanceViews; readonly metrics: MetricsViews } {
  const { database, store } = options;
  return {
    performance: new PerformanceViews({
      store,
      timeline: new Timeline({
        database,
        markers: new Markers({ database }),
        incidents: stretch => incidentsBetween(database, stretch),
      }),
    }),
    metrics: new MetricsViews({ store }),
  };
}
