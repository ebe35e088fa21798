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
  Plan,
  RunDetail,
  RunEvent,
  ServiceInfo,
  ServiceStatus,
} from '../domain';
import { followRunEvents, type FollowOptions } from './followRunEvents';
import {
  ApiTransport,
  type DownloadedFile,
  type RequestOptions,
  type TokPulseOpsClientOptions,
} from './ApiTransport';
import { ApprovalsClient, ReviewsClient } from './ApprovalsClient';
import { EvidenceClient } from './EvidenceClient';
import { LocksClient } from './LocksClient';
import { ObservationsClient } from './ObservationsClient';
import { apiRoutes, fillPath } from './routes';
import { SubscriptionsClient } from './SubscriptionsClient';
import type {
  ActionList,
  AnswerStep,
  BreakGlass,
  CancelRun,
  ChangeLead,
  ConfirmStep,
  CreatePlan,
  DecideStep,
  EntityService,
  EventPage,
  EventsQuery,
  ListRunsQuery,
  LogPage,
  LogQuery,
  PlanAnswer,
  PlanUndo,
  PluginStatus,
  ReplanStep,
  RunbookDetail,
  RunbookSummary,
  RunList,
  StartRun,
} from './schemas';

/** A step of a run. */
export interface StepRef {
  readonly runId: string;
  readonly stepId: string;
}

/**
 * Typed client of the HTTP API; works in a browser and in Node. Every answer is
 * parsed with the schema of its route. A refused request throws Backstage's
 * `ResponseError`; {@link describeApiError} reads it.
 */
export class TokPulseOpsClient {
  readonly approvals: ApprovalsClient;
  readonly reviews: ReviewsClient;
  readonly locks: LocksClient;
  readonly evidence: EvidenceClient;
  readonly observations: ObservationsClient;
  readonly subscriptions: SubscriptionsClient;
  readonly #transport: ApiTransport;

  constructor(options: TokPulseOpsClientOptions) {
    const transport = new ApiTransport(options);
    this.#transport = transport;
    this.approvals = new ApprovalsClient(transport);
    this.reviews = new ReviewsClient(transport);
    this.locks = new LocksClient(transport);
    this.evidence = new EvidenceClient(transport);
    this.observations = new ObservationsClient(transport);
    this.subscriptions = new SubscriptionsClient(transport);
  }

  getStatus(options?: RequestOptions): Promise<PluginStatus> {
    return this.#transport.send({
      route: apiRoutes.getStatus,
      path: '/status',
      options,
    });
  }

  async listServices(options?: RequestOptions): Promise<ServiceInfo[]> {
    const route = apiRoutes.listServices;
    return (await this.#transport.send({ route, path: route.path, options }))
      .items;
  }

  getService(service: string, options?: RequestOptions): Promise<ServiceInfo> {
    const route = apiRoutes.getService;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, options });
  }

  getServiceStatus(
    service: string,
    options?: RequestOptions,
  ): Promise<ServiceStatus> {
    const route = apiRoutes.getServiceStatus;
    const path = fillPath(route.path, { service });
    return this.#transport.send({ route, path, options });
  }

  /** The service of a catalog entity, or why it has none. */
  getEntityService(
    entity: {
      readonly kind: string;
      readonly namespace: string;
      readonly name: string;
    },
    options?: RequestOptions,
  ): Promise<EntityService> {
    const route = apiRoutes.getEntityService;
    const path = fillPath(route.path, entity);
    return this.#transport.send({ route, path, options });
  }

  /** Suggested ones first, then by severity. */
  async listRunbooks(
    service: string,
    options?: RequestOptions,
  ): Promise<RunbookSummary[]> {
    const route = apiRoutes.listRunbooks;
    const path = fillPath(route.path, { service });
    return (await this.#transport.send({ route, path, options })).items;
  }

  getRunbook(
    ref: { readonly service: string; readonly runbook: string },
    options?: RequestOptions,
  ): Promise<RunbookDetail> {
    const route = apiRoutes.getRunbook;
    return this.#transport.send({
      route,
      path: fillPath(route.path, ref),
      options,
    });
  }

  async listActions(options?: RequestOptions): Promise<ActionList['items']> {
    const route = apiRoutes.listActions;
    return (await this.#transport.send({ route, path: route.path, options }))
      .items;
  }

  createPlan(body: CreatePlan, options?: RequestOptions): Promise<PlanAnswer> {
    const route = apiRoutes.createPlan;
    return this.#transport.send({ route, path: route.path, body, options });
  }

  getPlan(planId: string, options?: RequestOptions): Promise<PlanAnswer> {
    const route = apiRoutes.getPlan;
    const path = fillPath(route.path, { plan: planId });
    return this.#transport.send({ route, path, options });
  }

  /** Starting the same plan again answers the same run. */
  startRun(body: StartRun, options?: RequestOptions): Promise<RunDetail> {
    const route = apiRoutes.startRun;
    return this.#transport.send({ route, path: route.path, body, options });
  }

  /** Newest first; `nextCursor` is absent on the last page. */
  listRuns(
    query: ListRunsQuery = {},
    options?: RequestOptions,
  ): Promise<RunList> {
    const route = apiRoutes.listRuns;
    const { limit, ...rest } = query;
    return this.#transport.send({
      route,
      path: route.path,
      query: { ...rest, limit: limit === undefined ? limit : Number(limit) },
      options,
    });
  }

  getRun(runId: string, options?: RequestOptions): Promise<RunDetail> {
    const route = apiRoutes.getRun;
    const path = fillPath(route.path, { run: runId });
    return this.#transport.send({ route, path, options });
  }

  getRunPlan(runId: string, options?: RequestOptions): Promise<Plan> {
    const route = apiRoutes.getRunPlan;
    const path = fillPath(route.path, { run: runId });
    return this.#transport.send({ route, path, options });
  }

  listEvents(
    query: { readonly runId: string } & EventsQuery,
    options?: RequestOptions,
  ): Promise<EventPage> {
    const { runId, after, limit } = query;
    const route = apiRoutes.listEvents;
    return this.#transport.send({
      route,
      path: fillPath(route.path, { run: runId }),
      query: pickNumbers({ after, limit }),
      options,
    });
  }

  /**
   * The events of a run after `after`, each once and in order, as they happen.
   * Connects again by itself after a lost connection; ends when the run is
   * over and everything was delivered, or when `signal` aborts. Throws when
   * the caller may not read the run (any longer).
   */
  async *followEvents(
    options: { readonly runId: string } & FollowOptions & RequestOptions,
  ): AsyncGenerator<RunEvent, void, undefined> {
    const path = fillPath(apiRoutes.streamEvents.path, { run: options.runId });
    yield* followRunEvents({
      ...options,
      connect: ({ after, signal }) =>
        this.#transport.fetch({
          path,
          query: { after },
          method: 'GET',
          accept: 'text/event-stream',
          options: { ...options, signal },
        }),
    });
  }

  readLog(
    query: { readonly runId: string } & LogQuery,
    options?: RequestOptions,
  ): Promise<LogPage> {
    const { runId, from, limit } = query;
    const route = apiRoutes.readLog;
    return this.#transport.send({
      route,
      path: fillPath(route.path, { run: runId }),
      query: pickNumbers({ from, limit }),
      options,
    });
  }

  confirmStep(
    { runId, stepId, ...body }: StepRef & ConfirmStep,
    options?: RequestOptions,
  ): Promise<RunDetail> {
    const route = apiRoutes.confirmStep;
    const path = fillPath(route.path, { run: runId, step: stepId });
    return this.#transport.send({ route, path, body, options });
  }

  answerStep(
    { runId, stepId, answer }: StepRef & { readonly answer: AnswerStep },
    options?: RequestOptions,
  ): Promise<RunDetail> {
    const route = apiRoutes.answerStep;
    const path = fillPath(route.path, { run: runId, step: stepId });
    return this.#transport.send({ route, path, body: answer, options });
  }

  decideStep(
    { runId, stepId, ...body }: StepRef & DecideStep,
    options?: RequestOptions,
  ): Promise<RunDetail> {
    const route = apiRoutes.decideStep;
    const path = fillPath(route.path, { run: runId, step: stepId });
    return this.#transport.send({ route, path, body, options });
  }

  /** What the rest of the run would be with another input of a step. */
  replanStep(
    { runId, stepId, ...body }: StepRef & ReplanStep,
    options?: RequestOptions,
  ): Promise<PlanAnswer> {
    const route = apiRoutes.replanStep;
    const path = fillPath(route.path, { run: runId, step: stepId });
    return this.#transport.send({ route, path, body, options });
  }

  /** What taking back the run, or some of its steps, would do. */
  planUndo(
    { runId, ...body }: { readonly runId: string } & PlanUndo,
    options?: RequestOptions,
  ): Promise<PlanAnswer> {
    const route = apiRoutes.planUndo;
    const path = fillPath(route.path, { run: runId });
    return this.#transport.send({ route, path, body, options });
  }

  /** Takes the lead, or hands it over to `to`. */
  changeLead(
    { runId, ...body }: { readonly runId: string } & ChangeLead,
    options?: RequestOptions,
  ): Promise<RunDetail> {
    const route = apiRoutes.changeLead;
    const path = fillPath(route.path, { run: runId });
    return this.#transport.send({ route, path, body, options });
  }

  /** Goes on without the approvals that the run needs. */
  breakGlass(
    { runId, ...body }: { readonly runId: string } & BreakGlass,
    options?: RequestOptions,
  ): Promise<RunDetail> {
    const route = apiRoutes.breakGlass;
    const path = fillPath(route.path, { run: runId });
    return this.#transport.send({ route, path, body, options });
  }

  /** All runbooks as one HTML file, for when the portal is down. */
  downloadBundle(options?: RequestOptions): Promise<DownloadedFile> {
    return this.#transport.download({
      path: apiRoutes.getBundle.path,
      accept: 'text/html',
      options,
    });
  }

  cancelRun(
    { runId, ...body }: { readonly runId: string } & CancelRun,
    options?: RequestOptions,
  ): Promise<RunDetail> {
    const route = apiRoutes.cancelRun;
    const path = fillPath(route.path, { run: runId });
    return this.#transport.send({ route, path, body, options });
  }
}

/** Query parameters are coerced by their schemas, so their input type is unknown. */
function pickNumbers(
  values: Readonly<Record<string, unknown>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, Number(value)]],
    ),
  );
}
