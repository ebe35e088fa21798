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

import { apiRoutes } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { GetApplication } from '../OpsApplication';
import type { RouteRegistrar } from './RouteRegistrar';

/** `/approvals`: what waits for a second person, and what they say. */
export function addApprovalRoutes(
  routes: RouteRegistrar,
  application: GetApplication,
): void {
  const eventId = 'approval';

  routes.add(
    apiRoutes.listApprovals,
    { eventId, actionType: 'list' },
    ({ query, credentials }) =>
      application().approvals.list(query, credentials),
  );

  routes.add(
    apiRoutes.getApproval,
    { eventId, actionType: 'get' },
    ({ params, credentials }) =>
      application().approvals.get(params.approval, credentials),
  );

  routes.add(
    apiRoutes.decideApproval,
    { eventId, actionType: 'decide' },
    ({ params, body, credentials }) =>
      application().approvals.decide(
        { approvalId: params.approval, ...body },
        credentials,
      ),
  );

  routes.add(
    apiRoutes.withdrawApproval,
    { eventId, actionType: 'withdraw' },
    ({ params, body, credentials }) =>
      application().approvals.withdraw(
        { approvalId: params.approval, ...body },
        credentials,
      ),
  );
}
