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

import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

/** The page with every service; the run pages are below it. */
export const rootRouteRef = createRouteRef({ id: 'tokpulse-ops' });

/** The page of one service, for people who come by a link. */
export const serviceRouteRef = createSubRouteRef({
  id: 'tokpulse-ops/service',
  parent: rootRouteRef,
  path: '/services/:service',
});

/** The page of one run. */
export const runRouteRef = createSubRouteRef({
  id: 'tokpulse-ops/run',
  parent: rootRouteRef,
  path: '/runs/:runId',
});

/** What waits for an approval. */
export const approvalsRouteRef = createSubRouteRef({
  id: 'tokpulse-ops/approvals',
  parent: rootRouteRef,
  path: '/approvals',
});

/** Broken glass that somebody has to look at. */
export const reviewsRouteRef = createSubRouteRef({
  id: 'tokpulse-ops/reviews',
  parent: rootRouteRef,
  path: '/reviews',
});

/** The targets that runs hold. */
export const locksRouteRef = createSubRouteRef({
  id: 'tokpulse-ops/locks',
  parent: rootRouteRef,
  path: '/locks',
});

/** Every run, by filter. */
export const runsRouteRef = createSubRouteRef({
  id: 'tokpulse-ops/runs',
  parent: rootRouteRef,
  path: '/runs',
});
