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

import { z } from 'zod';
import {
  approvalItemSchema,
  evidenceFileSchema,
  evidenceVerificationSchema,
  healthViewSchema,
  incidentSchema,
  MAX_EVIDENCE_BYTES,
  metricHistorySchema,
  metricsViewSchema,
  performanceViewSchema,
  planSchema,
  reviewSchema,
  runDetailSchema,
  serviceAboutSchema,
  serviceInfoSchema,
  serviceStatusSchema,
  subscriptionDetailSchema,
  subscriptionsOverviewSchema,
} from '../domain';
import {
  acknowledgeIncidentSchema,
  customerListSchema,
  incidentListSchema,
  listIncidentsQuerySchema,
  listSubscriptionsQuerySchema,
  lookUpCustomerSchema,
  lookUpSchema,
  lookUpStoreSchema,
  metricHistoryQuerySchema,
  metricsQuerySchema,
  observationStreamQuerySchema,
  responseTimesSchema,
  revealedCustomerSchema,
  serviceStateListSchema,
  storeListSchema,
  subscriptionListSchema,
  windowQuerySchema,
} from './observationSchemas';
import {
  actionListSchema,
  addEvidenceQuerySchema,
  answerStepSchema,
  approvalListSchema,
  breakGlassSchema,
  cancelRunSchema,
  changeLeadSchema,
  closeReviewSchema,
  confirmStepSchema,
  createPlanSchema,
  decideApprovalSchema,
  decideStepSchema,
  entityServiceSchema,
  eventPageSchema,
  eventsQuerySchema,
  exportQuerySchema,
  listApprovalsQuerySchema,
  listLocksQuerySchema,
  listReviewsQuerySchema,
  listRunsQuerySchema,
  lockListSchema,
  logPageSchema,
  logQuerySchema,
  planAnswerSchema,
  planUndoSchema,
  pluginStatusSchema,
  replanStepSchema,
  reviewListSchema,
  runbookDetailSchema,
  runbookListSchema,
  runListSchema,
  serviceListSchema,
  startRunSchema,
  stealLockSchema,
  streamQuerySchema,
  withdrawApprovalSchema,
} from './schemas';

/** One route of the HTTP API; its path is relative to the plugin's base. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST';
  /** With `:name` for each parameter. */
  readonly path: string;
  readonly summary: string;
  /** Name of the permission it asks for. */
  readonly permission?: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  /** Of success; default 200. */
  readonly status?: number;
  /** Default `application/json`. */
  readonly contentType?: 'text/event-stream' | 'text/html' | 'file';
  /** The body is a file, of any media type, at most this many bytes. */
  readonly fileBody?: number;
  /**
   * Takes an `Idempotency-Key`: the same request again answers what it answered
   * the first time, another one with the same key is refused with 422.
   */
  readonly idempotent?: true;
}

/**
 * Every route of the HTTP API. The router validates with them, the client
 * builds its requests and reads the answers with them, and `/openapi.json` is
 * made of them.
 */
export const apiRoutes = {
  getStatus: {
    method: 'GET',
    path: '/status',
    summary: 'Whether anything can be changed, and if not why',
    answer: pluginStatusSchema,
  },
  listServices: {
    method: 'GET',
    path: '/services',
    summary: 'The configured services that the caller may see',
    permission: 'tokpulse-ops.service.read',
    answer: serviceListSchema,
  },
  getService: {
    method: 'GET',
    path: '/services/:service',
    summary: 'One service and what is configured for it',
    permission: 'tokpulse-ops.service.read',
    answer: serviceInfoSchema,
  },
  getServiceStatus: {
    method: 'GET',
    path: '/services/:service/status',
    summary: 'Its health as last read, at most a few seconds old',
    permission: 'tokpulse-ops.service.read',
    answer: serviceStatusSchema,
  },
  listServiceStates: {
    method: 'GET',
    path: '/states',
    summary: 'Every service that the caller may see, as it is now',
    permission: 'tokpulse-ops.service.read',
    answer: serviceStateListSchema,
  },
  getServiceHealth: {
    method: 'GET',
    path: '/services/:service/health',
    summary:
      'Its health in full: what is wrong in words, hosts and checks, availability of 90 days, what changed last',
    permission: 'tokpulse-ops.service.read',
    answer: healthViewSchema,
  },
  refreshService: {
    method: 'POST',
    path: '/services/:service/refresh',
    summary:
      'Reads it again now; those who ask at the same time share one reading, and the request budget is kept',
    permission: 'tokpulse-ops.service.read',
    answer: healthViewSchema,
  },
  getResponseTimes: {
    method: 'GET',
    path: '/services/:service/response-times',
    summary: 'How long its hosts took to answer, and what happened meanwhile',
    permission: 'tokpulse-ops.service.read',
    query: windowQuerySchema,
    answer: responseTimesSchema,
  },
  getPerformance: {
    method: 'GET',
    path: '/services/:service/performance',
    summary: 'Scores, budgets against readings, trends, before and after',
    permission: 'tokpulse-ops.service.read',
    query: windowQuerySchema,
    answer: performanceViewSchema,
  },
  getMetrics: {
    method: 'GET',
    path: '/services/:service/metrics',
    summary: 'The samples of its metrics pages as last read',
    permission: 'tokpulse-ops.service.read',
    query: metricsQuerySchema,
    answer: metricsViewSchema,
  },
  getMetricHistory: {
    method: 'GET',
    path: '/services/:service/metrics/history',
    summary: 'The history of a metric that is kept',
    permission: 'tokpulse-ops.service.read',
    query: metricHistoryQuerySchema,
    answer: metricHistorySchema,
  },
  listIncidents: {
    method: 'GET',
    path: '/services/:service/incidents',
    summary: 'Stretches of time in which it was not healthy, newest first',
    permission: 'tokpulse-ops.service.read',
    query: listIncidentsQuerySchema,
    answer: incidentListSchema,
  },
  acknowledgeIncident: {
    method: 'POST',
    path: '/services/:service/incidents/:incident/acknowledge',
    summary: 'Says that somebody sees to it; stops the response clock',
    permission: 'tokpulse-ops.incident.acknowledge',
    body: acknowledgeIncidentSchema,
    answer: incidentSchema,
    idempotent: true,
  },
  streamObservations: {
    method: 'GET',
    path: '/observations/stream',
    summary:
      'Says when there is something new to read: `event: observation` carries the service and its status; `renew` asks to connect again with a fresh token',
    permission: 'tokpulse-ops.service.read',
    query: observationStreamQuerySchema,
    answer: z.string(),
    contentType: 'text/event-stream',
  },
  getServiceAbout: {
    method: 'GET',
    path: '/services/:service/about',
    summary: 'Contacts, escalation, important addresses and feature flags',
    permission: 'tokpulse-ops.service.read',
    answer: serviceAboutSchema,
  },
  getSubscriptionsOverview: {
    method: 'GET',
    path: '/services/:service/subscriptions/overview',
    summary: 'Counts and anomalies of its subscriptions',
    permission: 'tokpulse-ops.subscription.read',
    answer: subscriptionsOverviewSchema,
  },
  listSubscriptions: {
    method: 'GET',
    path: '/services/:service/subscriptions',
    summary:
      'Its subscriptions: highest id first, of an anomaly the longest lasting first; nothing personal in them',
    permission: 'tokpulse-ops.subscription.read',
    query: listSubscriptionsQuerySchema,
    answer: subscriptionListSchema,
  },
  lookUpSubscription: {
    method: 'POST',
    path: '/services/:service/subscriptions/:subscription/look-up',
    summary:
      'One subscription with its people (masked), stores, usage and what Stripe says',
    permission: 'tokpulse-ops.customer.read',
    body: lookUpSchema,
    answer: subscriptionDetailSchema,
  },
  lookUpCustomer: {
    method: 'POST',
    path: '/services/:service/customers/look-up',
    summary: 'People with an e-mail address, masked',
    permission: 'tokpulse-ops.customer.read',
    body: lookUpCustomerSchema,
    answer: customerListSchema,
  },
  lookUpStore: {
    method: 'POST',
    path: '/services/:service/stores/look-up',
    summary: 'The store of a domain, without its access token',
    permission: 'tokpulse-ops.customer.read',
    body: lookUpStoreSchema,
    answer: storeListSchema,
  },
  revealCustomer: {
    method: 'POST',
    path: '/services/:service/customers/:customer/reveal',
    summary: 'The unmasked name and e-mail address of one person',
    permission: 'tokpulse-ops.customer.reveal',
    body: lookUpSchema,
    answer: revealedCustomerSchema,
  },
  getEntityService: {
    method: 'GET',
    path: '/entities/:kind/:namespace/:name/service',
    summary: 'The service that a catalog entity names and may use',
    permission: 'tokpulse-ops.service.read',
    answer: entityServiceSchema,
  },
  listRunbooks: {
    method: 'GET',
    path: '/services/:service/runbooks',
    summary: 'The runbooks of a service, suggested ones first',
    permission: 'tokpulse-ops.runbook.read',
    answer: runbookListSchema,
  },
  getRunbook: {
    method: 'GET',
    path: '/services/:service/runbooks/:runbook',
    summary: 'One runbook with its text and the schema of its inputs',
    permission: 'tokpulse-ops.runbook.read',
    answer: runbookDetailSchema,
  },
  listActions: {
    method: 'GET',
    path: '/actions',
    summary: 'The actions that steps may name',
    permission: 'tokpulse-ops.runbook.read',
    answer: actionListSchema,
  },
  createPlan: {
    method: 'POST',
    path: '/plans',
    summary: 'Resolves a runbook into a plan; changes nothing in the service',
    permission: 'tokpulse-ops.run.create',
    body: createPlanSchema,
    answer: planAnswerSchema,
    status: 201,
    idempotent: true,
  },
  getPlan: {
    method: 'GET',
    path: '/plans/:plan',
    summary: 'A plan that the caller made',
    permission: 'tokpulse-ops.run.create',
    answer: planAnswerSchema,
  },
  startRun: {
    method: 'POST',
    path: '/runs',
    summary: 'Runs a plan; the same plan again answers the same run',
    permission: 'tokpulse-ops.run.create',
    body: startRunSchema,
    answer: runDetailSchema,
    status: 201,
    idempotent: true,
  },
  listRuns: {
    method: 'GET',
    path: '/runs',
    summary: 'The runs that the caller may see, newest first',
    permission: 'tokpulse-ops.run.read',
    query: listRunsQuerySchema,
    answer: runListSchema,
  },
  getRun: {
    method: 'GET',
    path: '/runs/:run',
    summary: 'One run as it stands now, without its log',
    permission: 'tokpulse-ops.run.read',
    answer: runDetailSchema,
  },
  getRunPlan: {
    method: 'GET',
    path: '/runs/:run/plan',
    summary: 'The plan that a run was started from',
    permission: 'tokpulse-ops.run.read',
    answer: planSchema,
  },
  listEvents: {
    method: 'GET',
    path: '/runs/:run/events',
    summary: 'A page of the events of a run, in order',
    permission: 'tokpulse-ops.run.read',
    query: eventsQuerySchema,
    answer: eventPageSchema,
  },
  streamEvents: {
    method: 'GET',
    path: '/runs/:run/events/stream',
    summary:
      'The events of a run as they happen. `event: run-event` carries one event; `end` says that the run is over; `renew` asks to connect again with a fresh token; `problem` carries an error body',
    permission: 'tokpulse-ops.run.read',
    query: streamQuerySchema,
    answer: z.string(),
    contentType: 'text/event-stream',
  },
  readLog: {
    method: 'GET',
    path: '/runs/:run/log',
    summary: 'Lines of the log of a run, by position',
    permission: 'tokpulse-ops.run.read',
    query: logQuerySchema,
    answer: logPageSchema,
  },
  confirmStep: {
    method: 'POST',
    path: '/runs/:run/steps/:step/confirm',
    summary: 'Confirms the step that the run waits with',
    permission: 'tokpulse-ops.run.control',
    body: confirmStepSchema,
    answer: runDetailSchema,
    idempotent: true,
  },
  answerStep: {
    method: 'POST',
    path: '/runs/:run/steps/:step/answer',
    summary: 'Answers what the step asked for',
    permission: 'tokpulse-ops.run.control',
    body: answerStepSchema,
    answer: runDetailSchema,
    idempotent: true,
  },
  decideStep: {
    method: 'POST',
    path: '/runs/:run/steps/:step/decide',
    summary: 'Decides how the run goes on after a failed or unknown step',
    permission: 'tokpulse-ops.run.control',
    body: decideStepSchema,
    answer: runDetailSchema,
    idempotent: true,
  },
  cancelRun: {
    method: 'POST',
    path: '/runs/:run/cancel',
    summary: 'Asks the run to stop; a step in flight is cut off',
    permission: 'tokpulse-ops.run.control',
    body: cancelRunSchema,
    answer: runDetailSchema,
    idempotent: true,
  },
  replanStep: {
    method: 'POST',
    path: '/runs/:run/steps/:step/replan',
    summary: 'Plans the rest of a run with another input for a failed step',
    permission: 'tokpulse-ops.run.control',
    body: replanStepSchema,
    answer: planAnswerSchema,
    status: 201,
  },
  planUndo: {
    method: 'POST',
    path: '/runs/:run/undo/plan',
    summary: 'Plans to take back what a run did, in reverse order',
    permission: 'tokpulse-ops.run.control',
    body: planUndoSchema,
    answer: planAnswerSchema,
    status: 201,
  },
  changeLead: {
    method: 'POST',
    path: '/runs/:run/lead',
    summary: 'Takes the lead of a run, or hands it over',
    permission: 'tokpulse-ops.run.control',
    body: changeLeadSchema,
    answer: runDetailSchema,
    idempotent: true,
  },
  breakGlass: {
    method: 'POST',
    path: '/runs/:run/break-glass',
    summary: 'Lets a run go on without the approvals it needs; opens a review',
    permission: 'tokpulse-ops.run.break-glass',
    body: breakGlassSchema,
    answer: runDetailSchema,
    idempotent: true,
  },
  listApprovals: {
    method: 'GET',
    path: '/approvals',
    summary: 'Approvals of the runs that the caller may see, newest first',
    permission: 'tokpulse-ops.run.read',
    query: listApprovalsQuerySchema,
    answer: approvalListSchema,
  },
  getApproval: {
    method: 'GET',
    path: '/approvals/:approval',
    summary: 'One approval of a run that the caller may see',
    permission: 'tokpulse-ops.run.read',
    answer: approvalItemSchema,
  },
  decideApproval: {
    method: 'POST',
    path: '/approvals/:approval/decide',
    summary: 'Says yes or no to what another person wants to run',
    permission: 'tokpulse-ops.step.approve',
    body: decideApprovalSchema,
    answer: approvalItemSchema,
    idempotent: true,
  },
  withdrawApproval: {
    method: 'POST',
    path: '/approvals/:approval/withdraw',
    summary: 'Takes back the question, or a yes that was not used yet',
    permission: 'tokpulse-ops.run.read',
    body: withdrawApprovalSchema,
    answer: approvalItemSchema,
    idempotent: true,
  },
  listReviews: {
    method: 'GET',
    path: '/reviews',
    summary: 'Reviews of broken glass, newest first',
    permission: 'tokpulse-ops.run.read',
    query: listReviewsQuerySchema,
    answer: reviewListSchema,
  },
  closeReview: {
    method: 'POST',
    path: '/reviews/:review/close',
    summary: 'Closes the review of a broken glass',
    permission: 'tokpulse-ops.run.control',
    body: closeReviewSchema,
    answer: reviewSchema,
    idempotent: true,
  },
  listLocks: {
    method: 'GET',
    path: '/locks',
    summary: 'Targets that runs hold, and who waits for them',
    permission: 'tokpulse-ops.run.read',
    query: listLocksQuerySchema,
    answer: lockListSchema,
  },
  stealLock: {
    method: 'POST',
    path: '/locks/steal',
    summary: 'Takes a target away from the run that holds it',
    permission: 'tokpulse-ops.lock.steal',
    body: stealLockSchema,
    answer: lockListSchema,
    idempotent: true,
  },
  addEvidence: {
    method: 'POST',
    path: '/runs/:run/steps/:step/evidence',
    summary: 'Adds a file that shows that a step was done by hand',
    permission: 'tokpulse-ops.run.control',
    query: addEvidenceQuerySchema,
    fileBody: MAX_EVIDENCE_BYTES,
    answer: evidenceFileSchema,
    status: 201,
    idempotent: true,
  },
  getEvidence: {
    method: 'GET',
    path: '/runs/:run/evidence/:file',
    summary: 'A file of evidence, as an attachment',
    permission: 'tokpulse-ops.evidence.read',
    answer: z.string(),
    contentType: 'file',
  },
  verifyEvidence: {
    method: 'GET',
    path: '/runs/:run/evidence/verify',
    summary: 'Whether the events of a run are what was written at the time',
    permission: 'tokpulse-ops.evidence.read',
    answer: evidenceVerificationSchema,
  },
  exportRun: {
    method: 'GET',
    path: '/runs/:run/export',
    summary: 'The whole run for a post-mortem, as Markdown or JSON',
    permission: 'tokpulse-ops.evidence.read',
    query: exportQuerySchema,
    answer: z.string(),
    contentType: 'file',
  },
  getBundle: {
    method: 'GET',
    path: '/bundle',
    summary:
      'All runbooks with their manual commands, as one HTML file for when the portal is down',
    permission: 'tokpulse-ops.runbook.read',
    answer: z.string(),
    contentType: 'text/html',
  },
} as const satisfies Readonly<Record<string, ApiRoute>>;

/** Names of the parameters in a path such as `/runs/:run/steps/:step`. */
export type PathParameters<TPath extends string> =
  TPath extends `${infer THead}/${infer TRest}`
    ? PathParameters<THead> | PathParameters<TRest>
    : TPath extends `:${infer TName}`
    ? TName
    : never;

/**
 * Puts values into the parameters of a route's path, percent-encoded.
 *
 * @example
 * fillPath('/runs/:run/cancel', { run: '0199…' }) // → '/runs/0199…/cancel'
 */
export function fillPath<TPath extends string>(
  path: TPath,
  parameters: Readonly<Record<PathParameters<TPath>, string>>,
): string {
  const values = new Map<string, string>(Object.entries(parameters));
  return path.replace(/:([a-z]+)/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) {
      throw new TypeError(`No value for ':${name}' of '${path}'`);
    }
    // URL parsers resolve dot segments, also encoded ones: `..` would leave the route.
    if (value === '' || value === '.' || value === '..') {
      throw new TypeError(`'${value}' cannot be the '${name}' of '${path}'`);
    }
    return encodeURIComponent(value);
  });
}
