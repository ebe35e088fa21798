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
  planSchema,
  runDetailSchema,
  serviceInfoSchema,
  serviceStatusSchema,
} from '../domain';
import {
  actionListSchema,
  answerStepSchema,
  cancelRunSchema,
  confirmStepSchema,
  createPlanSchema,
  decideStepSchema,
  entityServiceSchema,
  eventPageSchema,
  eventsQuerySchema,
  listRunsQuerySchema,
  logPageSchema,
  logQuerySchema,
  planAnswerSchema,
  pluginStatusSchema,
  runbookDetailSchema,
  runbookListSchema,
  runListSchema,
  serviceListSchema,
  startRunSchema,
  streamQuerySchema,
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
  readonly contentType?: 'text/event-stream';
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
  },
  answerStep: {
    method: 'POST',
    path: '/runs/:run/steps/:step/answer',
    summary: 'Answers what the step asked for',
    permission: 'tokpulse-ops.run.control',
    body: answerStepSchema,
    answer: runDetailSchema,
  },
  decideStep: {
    method: 'POST',
    path: '/runs/:run/steps/:step/decide',
    summary: 'Decides how the run goes on after a failed or unknown step',
    permission: 'tokpulse-ops.run.control',
    body: decideStepSchema,
    answer: runDetailSchema,
  },
  cancelRun: {
    method: 'POST',
    path: '/runs/:run/cancel',
    summary: 'Asks the run to stop; a step in flight is cut off',
    permission: 'tokpulse-ops.run.control',
    body: cancelRunSchema,
    answer: runDetailSchema,
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
