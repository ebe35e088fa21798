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

export { Access } from './Access';
export { AuthorizedAbout } from './AuthorizedAbout';
export { AuthorizedApprovals } from './AuthorizedApprovals';
export { AuthorizedLeads } from './AuthorizedLeads';
export { AuthorizedEvidence } from './AuthorizedEvidence';
export { AuthorizedLocks } from './AuthorizedLocks';
export { AuthorizedObservations } from './AuthorizedObservations';
export { AuthorizedPerformance } from './AuthorizedPerformance';
export { AuthorizedPlanner } from './AuthorizedPlanner';
export { AuthorizedReviews } from './AuthorizedReviews';
export { AuthorizedRunbooks } from './AuthorizedRunbooks';
export { AuthorizedRunReader } from './AuthorizedRunReader';
export { AuthorizedRunService } from './AuthorizedRunService';
export { AuthorizedServices, SERVICE_ANNOTATION } from './AuthorizedServices';
export { AuthorizedSubscriptions } from './AuthorizedSubscriptions';
export {
  runResourceRef,
  serviceResourceRef,
  type RunResource,
  type ServiceResource,
} from './resources';
export {
  createTokpulseOpsRunConditionalDecision,
  createTokpulseOpsServiceConditionalDecision,
  runRules,
  serviceRules,
  tokpulseOpsRunConditions,
  tokpulseOpsServiceConditions,
} from './rules';
