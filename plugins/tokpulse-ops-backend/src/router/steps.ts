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

/** `/runs/:run/steps/:step`: what a person says to a step. */
export function addStepRoutes(
  routes: RouteRegistrar,
  application: GetApplication,
): void {
  const eventId = 'run-step';

  routes.add(
    apiRoutes.confirmStep,
    { eventId, actionType: 'confirm' },
    ({ params, body, credentials }) =>
      application().runs.confirm(
        { runId: params.run, stepId: params.step, ...body },
        credentials,
      ),
  );

  routes.add(
    apiRoutes.answerStep,
    { eventId, actionType: 'answer' },
    ({ params, body, credentials }) =>
      application().runs.answer(
        { runId: params.run, stepId: params.step, answer: body },
        credentials,
      ),
  );

  routes.add(
    apiRoutes.decideStep,
    { eventId, actionType: 'decide' },
    ({ params, body, credentials }) =>
      application().runs.decide(
        { runId: params.run, stepId: params.step, decision: body },
        credentials,
      ),
  );
}
