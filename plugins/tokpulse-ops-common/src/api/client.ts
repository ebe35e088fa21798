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

import { ResponseError } from '@backstage/errors';
import type { z } from 'zod';
import type {
  Plan,
  RunDetail,
  RunEvent,
  ServiceInfo,
  ServiceStatus,
} from '../domain';
import { followRunEvents, type FollowOptions } from './followRunEvents';
import { type ApiRoute, apiRoutes, fillPath } from './routes';
import type {
  ActionList,
  AnswerStep,
  CancelRun,
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
  PluginStatus,
  RunbookDetail,
  RunbookSummary,
  RunList,
  StartRun,
} from './schemas';

/** What the client needs; the APIs of a frontend and of a backend fit. */
export interface TokPulseOpsClientOptions {
  readonly discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly fetchApi: { fetch: typeof fetch };
}

/** Options of every request. */
export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** Sent as a bearer token; leave it out where `fetchApi` adds one. */
  readonly token?: string;
}

/** A step of a run. */
export interface StepRef {
  readonly runId: string;
  readonly stepId: string;
}

type Query = Readonly<
  Record<string, string | number | readonly string[] | undefined>
>;

/**
 * Typed client of the HTTP API; works in a browser and in Node. Every answer is
 * parsed with the schema of its route. A refused request throws Backstage's
 * `ResponseError`; {@link describeApiError} reads it.
 */
export class TokPulseOpsClient {
  readonly #discoveryApi: TokPulseOpsClientOptions['discoveryApi'];
  readonly #fetchApi: TokPulseOpsClientOptions['fetchApi'];

  constructor(options: TokPulseOpsClientOptions) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  getStatus(options?: RequestOptions): Promise<PluginStatus> {
    return this.#send({ route: apiRoutes.getStatus, path: '/status', options });
  }

  async listServices(options?: RequestOptions): Promise<ServiceInfo[]> {
    const route = apiRoutes.listServices;
    return (await this.#send({ route, path: route.path, options })).items;
  }

  getService(service: string, options?: RequestOptions): Promise<ServiceInfo> {
    const route = apiRoutes.getService;
    const path = fillPath(route.path, { service });
    return this.#send({ route, path, options });
  }

  getServiceStatus(
    service: string,
    options?: RequestOptions,
  ): Promise<ServiceStatus> {
    const route = apiRoutes.getServiceStatus;
    const path = fillPath(route.path, { service });
    return this.#send({ route, path, options });
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
    return this.#send({ route, path, options });
  }

  /** Suggested ones first, then by severity. */
  async listRunbooks(
    service: string,
    options?: RequestOptions,
  ): Promise<RunbookSummary[]> {
    const route = apiRoutes.listRunbooks;
    const path = fillPath(route.path, { service });
    return (await this.#send({ route, path, options })).items;
  }

  getRunbook(
    ref: { readonly service: string; readonly runbook: string },
    options?: RequestOptions,
  ): Promise<RunbookDetail> {
    const route = apiRoutes.getRunbook;
    return this.#send({ route, path: fillPath(route.path, ref), options });
  }

  async listActions(options?: RequestOptions): Promise<ActionList['items']> {
    const route = apiRoutes.listActions;
    return (await this.#send({ route, path: route.path, options })).items;
  }

  createPlan(body: CreatePlan, options?: RequestOptions): Promise<PlanAnswer> {
    const route = apiRoutes.createPlan;
    return this.#send({ route, path: route.path, body, options });
  }

  getPlan(planId: string, options?: RequestOptions): Promise<PlanAnswer> {
    const route = apiRoutes.getPlan;
    const path = fillPath(route.path, { plan: planId });
    return this.#send({ route, path, options });
  }

  /** Starting the same plan again answers the same run. */
  startRun(body: StartRun, options?: RequestOptions): Promise<RunDetail> {
    const route = apiRoutes.startRun;
    return this.#send({ route, path: route.path, body, options });
  }

  /** Newest first; `nextCursor` is absent on the last page. */
  listRuns(
    query: ListRunsQuery = {},
    options?: RequestOptions,
  ): Promise<RunList> {
    const route = apiRoutes.listRuns;
    const { limit, ...rest } = query;
    return this.#send({
      route,
      path: route.path,
      query: { ...rest, limit: limit === undefined ? limit : Number(limit) },
      options,
    });
  }

  getRun(runId: string, options?: RequestOptions): Promise<RunDetail> {
    const route = apiRoutes.getRun;
    const path = fillPath(route.path, { run: runId });
    return this.#send({ route, path, options });
  }

  getRunPlan(runId: string, options?: RequestOptions): Promise<Plan> {
    const route = apiRoutes.getRunPlan;
    const path = fillPath(route.path, { run: runId });
    return this.#send({ route, path, options });
  }

  listEvents(
    query: { readonly runId: string } & EventsQuery,
    options?: RequestOptions,
  ): Promise<EventPage> {
    const { runId, after, limit } = query;
    const route = apiRoutes.listEvents;
    return this.#send({
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
        this.#fetch({
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
    return this.#send({
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
    return this.#send({ route, path, body, options });
  }

  answerStep(
    { runId, stepId, answer }: StepRef & { readonly answer: AnswerStep },
    options?: RequestOptions,
  ): Promise<RunDetail> {
    const route = apiRoutes.answerStep;
    const path = fillPath(route.path, { run: runId, step: stepId });
    return this.#send({ route, path, body: answer, options });
  }

  decideStep(
    { runId, stepId, ...body }: StepRef & DecideStep,
    options?: RequestOptions,
  ): Promise<RunDetail> {
    const route = apiRoutes.decideStep;
    const path = fillPath(route.path, { run: runId, step: stepId });
    return this.#send({ route, path, body, options });
  }

  cancelRun(
    { runId, ...body }: { readonly runId: string } & CancelRun,
    options?: RequestOptions,
  ): Promise<RunDetail> {
    const route = apiRoutes.cancelRun;
    const path = fillPath(route.path, { run: runId });
    return this.#send({ route, path, body, options });
  }

  async #send<TAnswer extends z.ZodType>(request: {
    readonly route: ApiRoute & { readonly answer: TAnswer };
    readonly path: string;
    readonly query?: Query;
    readonly body?: object;
    readonly options?: RequestOptions;
  }): Promise<z.output<TAnswer>> {
    const { route, ...rest } = request;
    const response = await this.#fetch({
      ...rest,
      method: route.method,
      accept: 'application/json',
    });
    const answer = route.answer.safeParse(await response.json());
    if (!answer.success) {
      throw new Error(
        `The backend answered ${route.method} ${request.path} in a form that this version does not know; frontend and backend may differ in version`,
        { cause: answer.error },
      );
    }
    return answer.data;
  }

  async #fetch(request: {
    readonly method: string;
    readonly path: string;
    readonly accept: string;
    readonly query?: Query;
    readonly body?: object;
    readonly options?: RequestOptions;
  }): Promise<Response> {
    const { method, path, accept, query = {}, body, options = {} } = request;
    const baseUrl = await this.#discoveryApi.getBaseUrl('tokpulse-ops');
    const search = new URLSearchParams(
      Object.entries(query).flatMap(([key, value]) =>
        [value ?? []].flat().map(one => [key, String(one)]),
      ),
    ).toString();
    const url = `${baseUrl}${path}${search === '' ? '' : `?${search}`}`;
    const response = await this.#fetchApi.fetch(url, {
      method,
      headers: {
        accept,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(options.token !== undefined && {
          authorization: `Bearer ${options.token}`,
        }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(options.signal !== undefined && { signal: options.signal }),
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
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
