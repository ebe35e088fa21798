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
  AuditorService,
  AuditorServiceEvent,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { InputError, toError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type {
  ApiRoute,
  PathParameters,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { json, type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { IdempotentRequests } from '../idempotency/IdempotentRequests';
import { readIdempotencyKey, requestHash } from '../idempotency/requestHash';
import { withProblem } from '../problems';
import { sendFile, type FileAnswer } from './fileAnswer';
import { readFileBody, refuseBody, type FileBody } from './fileBody';
import { requireJson } from './mediaType';
import { checkParameters } from './parameters';

/** One parsed and authenticated request. */
export interface RouteRequest<TRoute extends ApiRoute> {
  readonly params: Readonly<Record<PathParameters<TRoute['path']>, string>>;
  readonly query: TRoute extends { query: infer TQuery extends z.ZodType }
    ? z.output<TQuery>
    : undefined;
  readonly body: TRoute extends { fileBody: number }
    ? FileBody
    : TRoute extends { body: infer TBody extends z.ZodType }
    ? z.output<TBody>
    : undefined;
  readonly credentials: BackstageCredentials;
  /** Aborts when the caller has gone away. */
  readonly signal: AbortSignal;
  /** What else the audit shall say, however the request ends. */
  readonly note: (meta: JsonObject) => void;
  readonly req: Request;
  readonly res: Response;
}

/** What the audit says of a request. */
export interface RouteAudit {
  /** Kebab-case noun, e.g. `run`. */
  readonly eventId: string;
  /** Verb, e.g. `cancel`. */
  readonly actionType: string;
  /** Default: `low` for reading, `medium` for changes. */
  readonly severity?: 'high';
}

/** Options of {@link RouteRegistrar}. */
export interface RouteRegistrarOptions {
  readonly router: Router;
  readonly httpAuth: HttpAuthService;
  readonly auditor: AuditorService;
  readonly idempotency: () => IdempotentRequests;
}

/** The pasted output of a long command is the largest thing that anybody pastes. */
const jsonBody = [requireJson, json({ limit: '512kb' })];

/** Puts routes of the API contract into an Express router. */
export class RouteRegistrar {
  readonly #options: RouteRegistrarOptions;

  constructor(options: RouteRegistrarOptions) {
    this.#options = options;
  }

  /** A route that answers JSON. */
  add<const TRoute extends ApiRoute>(
    route: TRoute,
    audit: RouteAudit,
    handle: (
      request: RouteRequest<TRoute>,
    ) => Promise<z.input<TRoute['answer']>>,
  ): void {
    const status = route.status ?? 200;
    this.addRaw(route, audit, async request => {
      const { res } = request;
      const once = await this.#onceOnly(route, request);
      if (once === undefined) {
        res.status(status).json(await handle(request));
        return undefined;
      }
      const answer = await this.#options
        .idempotency()
        .answer(once, async () => ({
          status,
          body: JSON.stringify(await handle(request)),
        }));
      res.status(answer.status).type('json');
      if (answer.replayed) {
        res.setHeader('idempotency-replayed', 'true');
      }
      res.send(answer.body);
      return answer.replayed ? { replayed: true } : undefined;
    });
  }

  /** What the caller wants to happen once, when they say so. */
  async #onceOnly(
    route: ApiRoute,
    request: Pick<
      RouteRequest<ApiRoute>,
      'params' | 'query' | 'body' | 'signal' | 'req'
    >,
  ): Promise<Parameters<IdempotentRequests['answer']>[0] | undefined> {
    const { signal, req } = request;
    const key =
      route.idempotent === true
        ? readIdempotencyKey(req.get('idempotency-key'))
        : undefined;
    if (key === undefined) {
      return undefined;
    }
    const { principal } = await this.#options.httpAuth.credentials(req, {
      allow: ['user'],
    });
    return {
      principal: principal.userEntityRef,
      route: `${route.method} ${route.path}`,
      key,
      requestHash: requestHash(request),
      signal,
    };
  }

  /** A route that answers a file. */
  addFile<const TRoute extends ApiRoute>(
    route: TRoute,
    audit: RouteAudit,
    handle: (request: RouteRequest<TRoute>) => Promise<FileAnswer>,
  ): void {
    this.addRaw(route, audit, async request => {
      sendFile(request.res, await handle(request));
      return undefined;
    });
  }

  /**
   * A route that writes its own answer. Changes are for people only; reading
   * is for services, too, as far as the permissions of either go.
   *
   * @param handle - may return what else the audit shall say
   */
  addRaw<const TRoute extends ApiRoute>(
    route: TRoute,
    audit: RouteAudit,
    handle: (request: RouteRequest<TRoute>) => Promise<JsonObject | undefined>,
  ): void {
    const { router, httpAuth, auditor } = this.#options;
    const handler = async (req: Request, res: Response) => {
      const event = await auditor.createEvent({
        eventId: audit.eventId,
        severityLevel:
          audit.severity ?? (route.method === 'GET' ? 'low' : 'medium'),
        request: req,
        meta: { actionType: audit.actionType, ...auditedFields(req) },
      });
      await audited(event, async note => {
        const credentials = await httpAuth.credentials(req, {
          allow: route.method === 'GET' ? ['user', 'service'] : ['user'],
        });
        checkParameters(req.params);
        const query = parse(
          'query',
          route.query?.strict(),
          normalised(req.query, route.query),
        );
        const body =
          route.fileBody === undefined
            ? parse('body', route.body, req.body)
            : await readFileBody(req, route.fileBody);
        const gone = new AbortController();
        res.on('close', () => gone.abort());
        return handle({
          params: req.params,
          query,
          body,
          credentials,
          note,
          signal: gone.signal,
          req,
          res,
        } as RouteRequest<TRoute>);
      });
    };
    switch (route.method) {
      case 'GET':
        router.get(route.path, handler);
        break;
      case 'POST':
        if (route.fileBody !== undefined) {
          router.post(route.path, refusingBodies(handler));
        } else if (route.body === undefined) {
          router.post(route.path, handler);
        } else {
          router.post(route.path, ...jsonBody, handler);
        }
        break;
      default:
        throw new Error(`Unknown method ${route.method satisfies never}`);
    }
  }
}

/** A file that is refused, for whatever reason, is not awaited to its end. */
function refusingBodies(
  handler: (req: Request, res: Response) => Promise<void>,
): typeof handler {
  return async (req, res) => {
    try {
      await handler(req, res);
    } catch (error) {
      refuseBody(req, res);
      throw error;
    }
  };
}

async function audited(
  event: AuditorServiceEvent,
  work: (note: (meta: JsonObject) => void) => Promise<JsonObject | undefined>,
): Promise<void> {
  const noted: JsonObject = {};
  const also = (meta: JsonObject) =>
    Object.keys(meta).length > 0 ? { meta } : undefined;
  let meta: JsonObject | undefined;
  try {
    meta = await work(more => Object.assign(noted, more));
  } catch (error) {
    await event.fail({ error: toError(error), ...also(noted) });
    throw error;
  }
  await event.success(also({ ...noted, ...meta }));
}

/** Names of what a request is about, and of what a person decided. */
const AUDITED = [
  ...['service', 'runbook', 'planId', 'planHash', 'choice', 'decision'],
  ...['to', 'target', 'holder'],
];

/** Which things the request is about; texts that people wrote stay out of it. */
function auditedFields(req: Request): JsonObject {
  const body: unknown = req.body;
  const named: JsonObject = { ...req.params };
  if (typeof body === 'object' && body !== null) {
    for (const key of AUDITED) {
      const value: unknown = Object.entries(body).find(([k]) => k === key)?.[1];
      if (typeof value === 'string') {
        named[key] = value.slice(0, 200);
      }
    }
  }
  return named;
}

/** `?state=a` and `?state=a&state=b` are both lists, where a list is asked for. */
function normalised(
  query: Request['query'],
  schema: z.ZodObject | undefined,
): Request['query'] {
  const isList = (key: string) => {
    const field: unknown = schema?.shape[key];
    const type = field instanceof z.ZodOptional ? field.unwrap() : field;
    return type instanceof z.ZodArray;
  };
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [
      key,
      typeof value === 'string' && isList(key) ? [value] : value,
    ]),
  );
}

function parse(
  what: 'query' | 'body',
  schema: z.ZodType | undefined,
  value: unknown,
): unknown {
  if (schema === undefined) {
    return undefined;
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.map(issue =>
      [issue.path.join('.'), issue.message].filter(Boolean).join(': '),
    );
    throw withProblem(
      new InputError(`The ${what} is not valid: ${problems.join('; ')}`),
      { code: 'invalid-request', nextStep: 'See /openapi.json of this API' },
    );
  }
  return result.data;
}
