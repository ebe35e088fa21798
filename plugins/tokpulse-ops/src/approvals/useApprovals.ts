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
import type {
  ApprovalItem,
  ListApprovalsQuery,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { type Keyset, useKeyset } from '../data/keyset';

/** Which approvals are shown. */
export const shownApprovals = ['mine', 'open', 'answered'] as const;
export type ShownApprovals = (typeof shownApprovals)[number];

/** An approval should be seen soon after it was asked for. */
const INTERVAL_MS = 5_000;
const PAGE_SIZE = 20;

const queryOf: Readonly<Record<ShownApprovals, ListApprovalsQuery>> = {
  mine: { state: ['open'], mine: 'true' },
  open: { state: ['open'] },
  answered: {
    state: ['approved', 'rejected', 'withdrawn', 'expired', 'void'],
  },
};

/** Approvals, newest first, page after page. */
export function useApprovals(shown: ShownApprovals): Keyset<ApprovalItem> {
  const api = useApi(tokpulseOpsApiRef);
  return useKeyset({
    queryKey: ['approvals', shown],
    read: (page, options) =>
      api.approvals.list(
        { ...queryOf[shown], limit: PAGE_SIZE, ...page },
        options,
      ),
    intervalMs: INTERVAL_MS,
  });
}
