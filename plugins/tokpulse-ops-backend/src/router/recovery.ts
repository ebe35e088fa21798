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

/** Plans that are made of runs: of what is left of one, and of taking it back. */
export function addRecoveryRoutes(
  routes: RouteRegistrar,
  application: GetApplication,
): void {
  routes.add(
    apiRoutes.replanStep,
    { eventId: 'run-step', actionType: 'replan' },
    ({ params, body, credentials, signal }) =>
      application().planner.replan(
        { runId: params.run, stepId: params.step, ...body, signal },
        credentials,
      ),
  );

  routes.add(
    apiRoutes.planUndo,
    { eventId: 'run', actionType: 'plan-undo' },
    ({ params, body, credentials, signal }) =>
      application().planner.planUndo(
        { runId: params.run, ...body, signal },
        credentials,
      ),
  );
}
