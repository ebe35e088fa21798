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
  AuthorizedAbout,
  AuthorizedApprovals,
  AuthorizedLeads,
  AuthorizedEvidence,
  AuthorizedLocks,
  AuthorizedObservations,
  AuthorizedPerformance,
  AuthorizedPlanner,
  AuthorizedReviews,
  AuthorizedRunbooks,
  AuthorizedRunReader,
  AuthorizedRunService,
  AuthorizedServices,
  AuthorizedSubscriptions,
} from './access';
import type { IdempotentRequests } from './idempotency/IdempotentRequests';

/** Everything that the routes may call; each asks for permission itself. */
export interface OpsApplication {
  readonly services: AuthorizedServices;
  readonly about: AuthorizedAbout;
  readonly performance: AuthorizedPerformance;
  readonly observations: AuthorizedObservations;
  readonly runbooks: AuthorizedRunbooks;
  readonly planner: AuthorizedPlanner;
  readonly runs: AuthorizedRunService;
  readonly reader: AuthorizedRunReader;
  readonly approvals: AuthorizedApprovals;
  readonly reviews: AuthorizedReviews;
  readonly leads: AuthorizedLeads;
  readonly locks: AuthorizedLocks;
  readonly evidence: AuthorizedEvidence;
  readonly subscriptions: AuthorizedSubscriptions;
  /** Not a thing that may be called: what makes calls happen once. */
  readonly idempotency: IdempotentRequests;
  /** Aborts when this process is about to stop. */
  readonly stopping: AbortSignal;
}

/** Answers the application, or throws `UnavailableError` while there is none. */
export type GetApplication = () => OpsApplication;
