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

import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of a configured service; the resource ref is its id. */
export const RESOURCE_TYPE_SERVICE = 'tokpulse-ops-service';

/** Resource type of a run; the resource ref is its id. */
export const RESOURCE_TYPE_RUN = 'tokpulse-ops-run';

/** See a service, its health and what is configured for it. */
export const serviceReadPermission = createPermission({
  name: 'tokpulse-ops.service.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SERVICE,
});

/** Read the runbooks. */
export const runbookReadPermission = createPermission({
  name: 'tokpulse-ops.runbook.read',
  attributes: { action: 'read' },
});

/** Plan and start a run against a service. */
export const runCreatePermission = createPermission({
  name: 'tokpulse-ops.run.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_SERVICE,
});

/** See a run, its plan, events and log. */
export const runReadPermission = createPermission({
  name: 'tokpulse-ops.run.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Confirm, answer, decide and cancel in a run. */
export const runControlPermission = createPermission({
  name: 'tokpulse-ops.run.control',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Say yes or no to what another person wants to run. */
export const stepApprovePermission = createPermission({
  name: 'tokpulse-ops.step.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Let a run go on without the approvals it needs; opens a review. */
export const breakGlassPermission = createPermission({
  name: 'tokpulse-ops.run.break-glass',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Take a target away from the run that holds it. */
export const lockStealPermission = createPermission({
  name: 'tokpulse-ops.lock.steal',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Verify and export what happened in a run, and read files of evidence. */
export const evidenceReadPermission = createPermission({
  name: 'tokpulse-ops.evidence.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_RUN,
});

/** Say that one sees to an incident, which stops the response clock. */
export const incidentAcknowledgePermission = createPermission({
  name: 'tokpulse-ops.incident.acknowledge',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_SERVICE,
});

/** See counts, anomalies and the list of a service's subscriptions. */
export const subscriptionReadPermission = createPermission({
  name: 'tokpulse-ops.subscription.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SERVICE,
});

/** Look customers, stores and subscriptions up, with a reason; masked. */
export const customerReadPermission = createPermission({
  name: 'tokpulse-ops.customer.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SERVICE,
});

/** See the unmasked name and e-mail address of a customer, with a reason. */
export const customerRevealPermission = createPermission({
  name: 'tokpulse-ops.customer.reveal',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SERVICE,
});

/** Every permission of the plugin. */
export const tokpulseOpsPermissions = [
  serviceReadPermission,
  runbookReadPermission,
  runCreatePermission,
  runReadPermission,
  runControlPermission,
  stepApprovePermission,
  breakGlassPermission,
  lockStealPermission,
  evidenceReadPermission,
  incidentAcknowledgePermission,
  subscriptionReadPermission,
  customerReadPermission,
  customerRevealPermission,
];
