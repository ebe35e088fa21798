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
import { useQueries } from '@tanstack/react-query';
import type {
  RunSummary,
  ServiceInfo,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { type Keyset, useKeyset } from '../data/keyset';
import { queryOf, type RunFilter } from './runFilter';

const INTERVAL_MS = 10_000;
const RUNBOOKS_MS = 60_000;
const PAGE_SIZE = 20;

/** Runs that a filter lets through, newest first, page after page. */
export function useFilteredRuns(filter: RunFilter): Keyset<RunSummary> {
  const api = useApi(tokpulseOpsApiRef);
  return useKeyset({
    queryKey: ['runs', filter],
    read: (page, options) =>
      api.listRuns({ ...queryOf(filter), limit: PAGE_SIZE, ...page }, options),
    intervalMs: INTERVAL_MS,
  });
}

/** A runbook to filter by. */
export interface RunbookChoice {
  readonly id: string;
  readonly title: string;
}

/** The runbooks of some services, each once, by title. */
export function useRunbookChoices(
  services: readonly Pick<ServiceInfo, 'id'>[],
): readonly RunbookChoice[] {
  const api = useApi(tokpulseOpsApiRef);
  const answers = useQueries({
    queries: services.map(({ id }) => ({
      queryKey: ['runbooks', id],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        api.listRunbooks(id, { signal }),
      staleTime: RUNBOOKS_MS,
    })),
  });
  const titles = new Map(
    answers.flatMap(({ data = [] }) =>
      data.map(({ id, title }) => [id, title] as const),
    ),
  );
  return [...titles]
    .map(([id, title]) => ({ id, title }))
    .sort((a, b) => a.title.localeCompare(b.title));
}
