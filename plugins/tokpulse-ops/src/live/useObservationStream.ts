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

import { useApi } from '@backstage/core-plugin-api';
import {
  type Query,
  type QueryClient,
  type QueryKey,
  useQueryClient,
} from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { type TokPulseOpsApi, tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import {
  type LiveState,
  type News,
  ObservationStream,
} from './ObservationStream';

/** Read again as soon as there is something new. */
const quick = new Set(['states', 'health', 'service-status', 'incidents']);
/** Large, and not of the kind that anybody reads by the second. */
const slow = new Set([
  'response-times',
  'performance',
  'metrics',
  'metric-history',
]);
const SLOW_MS = 30_000;

/** How often an open page reads observations when nobody tells it to, in milliseconds. */
export const POLLING_MS = 10_000;
/** The same while it is told: a stream that is held back somewhere must not go unnoticed. */
const LIVE_MS = 30_000;

function isNews(query: Query, news: News): boolean {
  const [kind, service]: QueryKey = query.queryKey;
  if (
    news !== 'all' &&
    kind !== 'states' &&
    !(typeof service === 'string' && news.has(service))
  ) {
    return false;
  }
  return (
    quick.has(String(kind)) ||
    (slow.has(String(kind)) &&
      Date.now() - query.state.dataUpdatedAt >= SLOW_MS)
  );
}

function readAgain(queries: QueryClient, news: News): void {
  queries
    .invalidateQueries({ predicate: query => isNews(query, news) })
    // The queries themselves keep their errors.
    .catch(() => undefined);
}

const streams = new WeakMap<TokPulseOpsApi, ObservationStream>();

function streamOf(
  api: TokPulseOpsApi,
  queries: QueryClient,
): ObservationStream {
  const existing = streams.get(api);
  if (existing !== undefined) {
    return existing;
  }
  const stream = new ObservationStream({
    follow: options => api.observations.follow(options),
    onNews: news => readAgain(queries, news),
  });
  streams.set(api, stream);
  return stream;
}

/**
 * Keeps the stream of observations open while it is used, and says whether the
 * page is told of what is new. What is new is read again by itself.
 */
export function useObservationStream(): LiveState {
  const api = useApi(tokpulseOpsApiRef);
  const stream = streamOf(api, useQueryClient());
  return useSyncExternalStore(stream.watch, stream.state);
}

/** How often to read observations without being told, in milliseconds. */
export function useObservationInterval(): number {
  return useObservationStream() === 'live' ? LIVE_MS : POLLING_MS;
}
