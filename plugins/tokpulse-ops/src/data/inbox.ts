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
import { type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  ApprovalItem,
  Review,
  RunSummary,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useCallback } from 'react';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { useMyself } from '../text/PersonName';
import { isRefusal } from './loadable';

/** The count is on every page of the portal, so it asks seldom. */
const INTERVAL_MS = 30_000;
/** Who may not see it will hardly be allowed to within minutes. */
const REFUSED_INTERVAL_MS = 5 * 60_000;
const MOST = 100;

/** What somebody has to do: answer, look at, decide. */
export interface Inbox {
  readonly approvals: readonly ApprovalItem[];
  readonly reviews: readonly Review[];
  /** Runs that the reader leads and that wait for an answer. */
  readonly runs: readonly RunSummary[];
}

/** Whether a run can go on only after its lead has said something. */
export function waitsForLead(run: RunSummary): boolean {
  if (run.state === 'needs-decision') {
    return true;
  }
  const { waiting } = run;
  return (
    run.state === 'waiting' &&
    (waiting?.for === 'input' ||
      (waiting?.for === 'approval' && waiting.kind !== 'approval'))
  );
}

/** What of a query decides how soon it asks again. */
interface QueryErrorState {
  readonly error: Error | null;
}

function interval({ state }: { readonly state: QueryErrorState }): number {
  return state.error !== null && isRefusal(state.error)
    ? REFUSED_INTERVAL_MS
    : INTERVAL_MS;
}

/** Not read again just because a window came to the front or an icon was drawn. */
const polite = {
  refetchInterval: interval,
  staleTime: INTERVAL_MS / 2,
  refetchOnWindowFocus: true,
  retry: false,
} as const;

/** What waits for the reader; what they may not see is not there. */
export function useInbox(): Inbox {
  const api = useApi(tokpulseOpsApiRef);
  const myself = useMyself();
  const approvals = useQuery({
    queryKey: ['inbox', 'approvals'],
    queryFn: async ({ signal }) => {
      const page = await api.approvals.list(
        { state: ['open'], mine: 'true', limit: MOST },
        { signal },
      );
      return page.items;
    },
    ...polite,
  });
  const reviews = useQuery({
    queryKey: ['inbox', 'reviews'],
    queryFn: async ({ signal }) => {
      const page = await api.reviews.list(
        { state: 'open', limit: MOST },
        { signal },
      );
      return page.items.filter(({ mine }) => mine);
    },
    ...polite,
  });
  const runs = useQuery({
    queryKey: ['inbox', 'runs', myself],
    queryFn: async ({ signal }) => {
      const { items } = await api.listRuns(
        {
          person: myself,
          state: ['waiting', 'needs-decision'],
          limit: MOST,
        },
        { signal },
      );
      return items.filter(run => run.lead === myself && waitsForLead(run));
    },
    enabled: myself !== undefined,
    ...polite,
  });
  return {
    approvals: approvals.data ?? [],
    reviews: reviews.data ?? [],
    runs: runs.data ?? [],
  };
}

/** How many things wait for the reader. */
export function countInbox({ approvals, reviews, runs }: Inbox): number {
  return approvals.length + reviews.length + runs.length;
}

const listsOfWork: readonly QueryKey[] = [
  ['inbox'],
  ['approvals'],
  ['reviews'],
  ['locks'],
  ['runs'],
  ['active-runs'],
  ['activity'],
];

/** Returns a function that reads every list again that an answer may change. */
export function useRefreshWork(): () => void {
  const queries = useQueryClient();
  return useCallback(() => {
    for (const queryKey of listsOfWork) {
      // The query itself keeps the error.
      queries.invalidateQueries({ queryKey }).catch(() => undefined);
    }
  }, [queries]);
}
