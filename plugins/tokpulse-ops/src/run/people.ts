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
import { type QueryClient, useQuery } from '@tanstack/react-query';
import {
  type ApprovalItem,
  type Lock,
  type Review,
  type RunDetail,
  type RunEventBody,
  terminalRunStates,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { type Loadable, toLoadable } from '../data/loadable';

/** Events tell of a change at once; this makes up for one that was missed. */
const SAFETY_MS = 15_000;
const LOCKS_MS = 5_000;
const ALL = 100;

const approvalsKey = (runId: string) => ['run-approvals', runId];
const reviewsKey = (runId: string) => ['run-reviews', runId];

/** Events after which what other people said has to be read again. */
const aboutPeople: ReadonlySet<RunEventBody['type']> = new Set<
  RunEventBody['type']
>([
  'approval-requested',
  'approval-decided',
  'glass-broken',
  'review-closed',
  'plan-changed',
  'lock-acquired',
  'lock-released',
  'lock-stolen',
  'run-state',
]);

/** Whether an event is about approvals, reviews or locks of the run. */
export function isAboutPeople(body: RunEventBody): boolean {
  return aboutPeople.has(body.type);
}

/** Reads approvals, reviews and locks again, wherever the page shows them. */
export function refreshPeople(queries: QueryClient, runId: string): void {
  for (const queryKey of [approvalsKey(runId), reviewsKey(runId), ['locks']]) {
    // The query itself keeps the error.
    queries.invalidateQueries({ queryKey }).catch(() => undefined);
  }
}

type Followed = Pick<RunDetail, 'id' | 'state' | 'approvals' | 'glassBroken'>;

const isOver = ({ state }: Followed) => terminalRunStates.includes(state);

/** Every question to a second person about a run, newest first. */
export function useRunApprovals(run: Followed): Loadable<ApprovalItem[]> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: approvalsKey(run.id),
      queryFn: async ({ signal }) => {
        const query = { run: run.id, limit: ALL };
        return (await api.approvals.list(query, { signal })).items;
      },
      enabled: run.approvals === 'team',
      refetchInterval: isOver(run) ? false : SAFETY_MS,
    }),
  );
}

/** The reviews that broken glass led to, newest first. */
export function useRunReviews(run: Followed): Loadable<Review[]> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: reviewsKey(run.id),
      queryFn: async ({ signal }) =>
        (await api.reviews.list({ run: run.id }, { signal })).items,
      enabled: run.glassBroken,
      refetchInterval: SAFETY_MS,
    }),
  );
}

/** Who holds the targets of a service, and who waits for them. */
export function useLocks(service: string): Loadable<Lock[]> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: ['locks', service],
      queryFn: ({ signal }) => api.locks.list({ service }, { signal }),
      refetchInterval: LOCKS_MS,
    }),
  );
}
