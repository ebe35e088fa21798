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

/** What shows afterwards what happened in a run: files, the chain, the record. */
export function addEvidenceRoutes(
  routes: RouteRegistrar,
  application: GetApplication,
): void {
  const eventId = 'run-evidence';

  // Before the files, since its path looks like that of one.
  routes.add(
    apiRoutes.verifyEvidence,
    { eventId, actionType: 'verify' },
    ({ params, credentials }) =>
      application().evidence.verify(params.run, credentials),
  );

  routes.add(
    apiRoutes.addEvidence,
    { eventId, actionType: 'add-file' },
    ({ params, query, body, credentials }) =>
      application().evidence.addFile(
        { runId: params.run, stepId: params.step, ...query, ...body },
        credentials,
      ),
  );

  routes.addFile(
    apiRoutes.getEvidence,
    { eventId, actionType: 'get-file' },
    ({ params, credentials }) =>
      application().evidence.file(
        { runId: params.run, fileId: params.file },
        credentials,
      ),
  );

  routes.addFile(
    apiRoutes.exportRun,
    { eventId, actionType: 'export' },
    ({ params, query, credentials }) =>
      application().evidence.export(
        { runId: params.run, ...query },
        credentials,
      ),
  );
}
