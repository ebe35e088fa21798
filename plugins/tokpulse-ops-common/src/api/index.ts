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

export * from './schemas';
export * from './observationSchemas';
export * from './routes';
export { describeApiError, type ApiProblem } from './problem';
export { TokPulseOpsClient, type StepRef } from './client';
export type {
  DownloadedFile,
  RequestOptions,
  TokPulseOpsClientOptions,
} from './ApiTransport';
export type { ApprovalsClient, ReviewsClient } from './ApprovalsClient';
export type { EvidenceClient } from './EvidenceClient';
export type { LocksClient } from './LocksClient';
export type { ObservationsClient } from './ObservationsClient';
export type { SubscriptionsClient } from './SubscriptionsClient';
export type { FollowOptions } from './followRunEvents';
export type { FollowObservationsOptions } from './followObservations';
export type { StreamConnection } from './followStream';
