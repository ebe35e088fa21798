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
import { fakeApi, type FakeApiChanges } from '../src/__testUtils__/fakeApi';
import { anAbout } from '../src/__fixtures__/about';
import { anIncident, aState, downView } from '../src/__fixtures__/healthViews';
import {
  aDetail,
  anOverview,
  aStore,
  aSubscription,
} from '../src/__fixtures__/subscriptions';
import { tokpulse } from '../src/__fixtures__/services';
import { ago, ahead } from '../src/__fixtures__/times';

const subscriptions = [
  aSubscription(),
  aSubscription({
    id: 'sub_01HZX5',
    organization: 'Birch & Sons',
    status: 'PAST_DUE',
    plan: 'starter',
    planName: 'Starter',
    trialEndsAt: undefined,
    periodEnd: ahead({ days: 12 }),
    createdAt: ago({ days: 210 }),
    anomalies: [
      {
        kind: 'past-due',
        since: ago({ days: 41 }),
        message: 'The last payment failed',
      },
      {
        kind: 'drift',
        message: 'Stripe says canceled, this database says PAST_DUE',
      },
    ],
  }),
  aSubscription({
    id: 'sub_01HZX6',
    organization: 'Cedar Interiors of Northern Europe and the British Isles',
    status: 'ACTIVE',
    plan: 'enterprise',
    planName: 'Enterprise',
    trialEndsAt: undefined,
    periodEnd: ahead({ days: 3 }),
    createdAt: ago({ days: 400 }),
    cancelAtPeriodEnd: true,
    anomalies: [],
  }),
];

/** Services in the states that their pages have. */
export function serviceScenarios(
  lived: (changes?: FakeApiChanges) => TokPulseOpsApi,
): Readonly<Record<string, () => TokPulseOpsApi>> {
  return {
    late: () =>
      lived({
        observations: {
          health: async () =>
            downView({
              incident: anIncident({
                openedAt: ago({ minutes: 9, seconds: 5 }),
              }),
            }),
        },
      }),
    acknowledged: () =>
      lived({
        observations: {
          health: async () =>
            downView({
              incident: anIncident({
                openedAt: ago({ minutes: 9 }),
                acknowledgedAt: ago({ minutes: 7 }),
                acknowledgedBy: 'user:default/arne',
                note: 'On the train, at a desk in 10 minutes',
              }),
            }),
        },
      }),
    stale: () => {
      const view = downView();
      return lived({
        observations: {
          health: async () => ({
            ...view,
            collection: {
              ...view.collection,
              at: ago({ minutes: 20 }),
              stale: true,
              failure: {
                message: 'The request budget of this service is used up',
                nextStep: 'It is read again in 4 minutes',
              },
            },
          }),
        },
      });
    },
    services: () =>
      lived({
        observations: {
          states: async () => [
            aState({ service: 'docs', title: 'Documentation' }),
            aState({
              status: 'unhealthy',
              since: ago({ minutes: 14 }),
              headline: 'api does not answer: the platform’s edge says 502',
              incident: anIncident(),
              activeRuns: 1,
            }),
            aState({
              service: 'shop',
              title: 'Shop',
              status: 'degraded',
              since: ago({ hours: 2 }),
              headline: 'database answers in 1.8 s, threshold 1 s',
              incident: anIncident({
                severity: 'P2',
                acknowledgedBy: 'user:default/arne',
                acknowledgedAt: ago({ minutes: 90 }),
              }),
            }),
            aState({
              service: 'billing',
              title: 'Billing',
              status: 'unknown',
              stale: true,
              at: ago({ minutes: 20 }),
              headline: 'billing is rate-limited, so nobody knows',
            }),
          ],
        },
      }),
    subscriptions: () =>
      lived({
        subscriptions: {
          list: async (_, { anomaly, status } = {}) => ({
            items: subscriptions.filter(
              item =>
                (anomaly === undefined ||
                  item.anomalies.some(({ kind }) => kind === anomaly)) &&
                (status === undefined || item.status === status),
            ),
            nextCursor: 'older',
          }),
          overview: async () =>
            anOverview({
              drift: {
                checked: false,
                message: 'Stripe does not answer',
                compared: 0,
                different: 0,
              },
              missingIndexes: [
                {
                  table: 'subscriptions',
                  columns: ['createdAt', 'id'],
                  why: 'the list is ordered by them',
                  sql: 'CREATE INDEX CONCURRENTLY subscriptions_created ON subscriptions ("createdAt" DESC, id DESC);',
                },
              ],
            }),
          lookUp: async () =>
            aDetail({
              usage: [
                { metric: 'API_CALLS', used: 12_400, limit: 10_000 },
                { metric: 'STORES', used: 1, limit: 3 },
                { metric: 'WIDGET_VIEWS', used: 41_002 },
              ],
              stores: [
                aStore(),
                aStore({
                  id: 'sto_2',
                  domain: 'acme-b2b.example',
                  scopes: [],
                  hasAccessToken: false,
                  lastSyncAt: undefined,
                }),
              ],
            }),
        },
        observations: {
          about: async () =>
            anAbout({
              flags: {
                at: ago({ seconds: 20 }),
                known: false,
                message: 'The host of the flags answered with nothing',
                flags: [],
              },
            }),
        },
      }),
    oneUrl: () =>
      fakeApi({
        listRunbooks: async () => [],
        getEntityService: async () => ({
          kind: 'service',
          service: {
            ...tokpulse,
            capabilities: [
              {
                id: 'postgres',
                configured: false,
                hint: 'Database look-ups need postgres.<name>.readOnlyConnection: a role of its own that may only read',
              },
            ],
          },
        }),
      }),
  };
}
