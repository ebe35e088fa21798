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

import type {
  ApprovalItem,
  Lock,
  Review,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { serviceDownPlan } from './plans';
import { RUN_ID } from './runs';
import { ago, ahead } from './times';

/** A question to a second person; by default open, for the whole plan. */
export function anApproval(changes: Partial<ApprovalItem> = {}): ApprovalItem {
  return {
    id: '01990000-0000-7000-8000-0000000000c1',
    runId: RUN_ID,
    planHash: serviceDownPlan.hash,
    state: 'open',
    from: ['group:default/tokpulse-ops'],
    excluded: ['user:default/olga'],
    requestedBy: 'user:default/olga',
    requestedAt: ago({ minutes: 2 }),
    expiresAt: ahead({ hours: 3, minutes: 58 }),
    service: 'tokpulse',
    runbook: {
      id: 'service-down',
      title: 'P0 – Service down',
      severity: 'P0',
    },
    lead: 'user:default/olga',
    reason: 'The status page says 502',
    covers: 1,
    mine: true,
    ...changes,
  };
}

/** What a broken glass left to look at. */
export function aReview(changes: Partial<Review> = {}): Review {
  return {
    id: '01990000-0000-7000-8000-0000000000d1',
    runId: RUN_ID,
    service: 'tokpulse',
    runbookTitle: 'P0 – Service down',
    mode: 'team',
    state: 'open',
    openedBy: 'user:default/guest',
    openedAt: ago({ minutes: 1 }),
    reason: 'Nobody of the approvers answers and the shop is down',
    mine: false,
    notMineBecause: 'Somebody who had no part in the run has to close it.',
    ...changes,
  };
}

export const OTHER_RUN_ID = '01990000-0000-7000-8000-0000000000ff';

/** A target that another run holds, with the run of the page first in the queue. */
export function aLock(changes: Partial<Lock> = {}): Lock {
  return {
    target: 'tokpulse/railway',
    service: 'tokpulse',
    holder: {
      runId: OTHER_RUN_ID,
      runbookTitle: 'Roll back the partner app',
      severity: 'P1',
      lead: 'user:default/arne',
      state: 'needs-decision',
      since: ago({ minutes: 7 }),
    },
    queue: [
      {
        runId: RUN_ID,
        runbookTitle: 'P0 – Service down',
        severity: 'P0',
        lead: 'user:default/guest',
        state: 'waiting',
        since: ago({ seconds: 42 }),
      },
    ],
    ...changes,
  };
}
