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
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { describeApiError } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { PropsWithChildren } from 'react';
import { type TokPulseOpsApi, tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { OpsSurface } from '../states/OpsSurface';

const RETRY_MS = 500;

/** A refusal stays a refusal; anything else gets one more chance at once. */
function shouldRetry(failures: number, error: unknown): boolean {
  const { status } = describeApiError(error);
  return failures < 1 && (status === undefined || status >= 500);
}

const clients = new WeakMap<TokPulseOpsApi, QueryClient>();

/** One cache per client, so that going back to a page shows it at once. */
function clientOf(api: TokPulseOpsApi): QueryClient {
  const existing = clients.get(api);
  if (existing !== undefined) {
    return existing;
  }
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        retry: shouldRetry,
        retryDelay: RETRY_MS,
        // Whether the portal can be reached is found out by asking it: a
        // browser that thinks it is offline is often wrong.
        networkMode: 'always',
        refetchOnWindowFocus: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  clients.set(api, client);
  return client;
}

/** What was read from the backend, for what is inside. */
export const OpsCache = (
  props: PropsWithChildren<{ readonly api: TokPulseOpsApi }>,
) => (
  <QueryClientProvider client={clientOf(props.api)}>
    {props.children}
  </QueryClientProvider>
);

/** Every surface of the plugin lives inside one of these. */
export const OpsDataProvider = ({ children }: PropsWithChildren<{}>) => (
  <OpsCache api={useApi(tokpulseOpsApiRef)}>
    <OpsSurface>{children}</OpsSurface>
  </OpsCache>
);
