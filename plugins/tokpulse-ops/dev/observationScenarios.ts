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

import type { TokPulseOpsApi } from '../src/api/tokpulseOpsApi';
import {
  type FakeApiChanges,
  fakeApi,
  refuses,
} from '../src/__testUtils__/fakeApi';
import { downView, healthyView } from '../src/__fixtures__/healthViews';
import {
  livedHealth,
  livedResponseTimes,
} from '../src/__fixtures__/livedHealth';
import {
  aHistory,
  manySamples,
  metricsFor,
} from '../src/__fixtures__/metricsViews';
import { aPerformance, noFigures } from '../src/__fixtures__/performanceViews';
import { ago } from '../src/__fixtures__/times';

const never = () => new Promise<never>(() => {});
const unavailable = refuses({
  status: 503,
  name: 'ServiceUnavailableError',
  message: 'The database of the plugin does not answer',
});
const forbidden = refuses({
  status: 403,
  name: 'NotAllowedError',
  message: 'You are not allowed to do this',
});

/** A service that has been read for three months. */
export const observed: NonNullable<FakeApiChanges['observations']> = {
  health: async () => livedHealth(),
  refresh: async () => livedHealth(),
  responseTimes: async () => livedResponseTimes(),
  performance: async () => aPerformance(),
  metrics: async (_, query) => metricsFor(query?.search),
  metricHistory: async () => aHistory(),
};

function every(answer: () => Promise<never>): TokPulseOpsApi {
  return fakeApi({
    observations: {
      health: answer,
      responseTimes: answer,
      performance: answer,
      metrics: answer,
      metricHistory: answer,
    },
  });
}

/** What the sections of health, performance and metrics can look like. */
export const observationScenarios: Readonly<
  Record<string, () => TokPulseOpsApi>
> = {
  observed: () => fakeApi({ observations: observed }),
  observedWell: () =>
    fakeApi({
      observations: { ...observed, health: async () => healthyView() },
    }),
  observedDown: () =>
    fakeApi({ observations: { ...observed, health: async () => downView() } }),
  observedStale: () =>
    fakeApi({
      observations: {
        ...observed,
        health: async () => {
          const view = livedHealth();
          return {
            ...view,
            collection: {
              ...view.collection,
              at: ago({ minutes: 9 }),
              stale: true,
              failure: {
                message: 'No replica holds the lease of this service',
                nextStep:
                  'Look at the log of the backend for the collector of tokpulse.',
              },
            },
            slo: { ...view.slo, configured: false, spentMs: 3_600_000 },
          };
        },
        follow: async function* lost(options) {
          options?.onConnection?.('lost');
          await never();
          yield* [];
        },
      },
    }),
  observedNothing: () =>
    fakeApi({
      observations: {
        ...observed,
        health: async () => ({
          ...healthyView(),
          status: 'unknown',
          since: undefined,
          hosts: [],
          days: [],
          availability: [],
          collection: { ...healthyView().collection, at: undefined },
        }),
        responseTimes: async () => ({ trends: [], markers: [] }),
        performance: async () =>
          aPerformance({ hosts: [], trends: [], comparisons: [], notes: [] }),
        metrics: async () => ({
          hosts: [],
          samples: [],
          total: 0,
          searches: [],
        }),
      },
    }),
  observedNoData: () =>
    fakeApi({
      observations: {
        ...observed,
        performance: async () =>
          aPerformance({ hosts: [noFigures()], trends: [], comparisons: [] }),
        metrics: async () => manySamples(1_800),
      },
    }),
  observedLoading: () => every(never),
  observedForbidden: () => every(forbidden),
  observedError: () => every(unavailable),
};
