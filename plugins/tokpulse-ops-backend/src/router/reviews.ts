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

/** Broken glass of runs, and `/reviews` of it. */
export function addReviewRoutes(
  routes: RouteRegistrar,
  application: GetApplication,
): void {
  const eventId = 'review';

  routes.add(
    apiRoutes.breakGlass,
    { eventId: 'run', actionType: 'break-glass', severity: 'high' },
    ({ params, body, credentials }) =>
      application().reviews.breakGlass(
        { runId: params.run, ...body },
        credentials,
      ),
  );

  routes.add(
    apiRoutes.listReviews,
    { eventId, actionType: 'list' },
    ({ query, credentials }) => application().reviews.list(query, credentials),
  );

  routes.add(
    apiRoutes.closeReview,
    { eventId, actionType: 'close' },
    ({ params, body, credentials }) =>
      application().reviews.close(
        { reviewId: params.review, ...body },
        credentials,
      ),
  );
}
