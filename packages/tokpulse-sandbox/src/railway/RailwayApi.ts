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

import { randomUUID } from 'node:crypto';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { graphql, GraphQLError } from 'graphql';
import { Ledger } from '../ledger/Ledger';
import { RequestContext } from './context';
import { parseOperation, readBody, replyJson } from './graphqlRequest';
import { identify } from './identity';
import { mutations } from './mutations';
import { Project } from './Project';
import { queries } from './queries';
import { RequestLimit } from './RequestLimit';
import { schema } from './schema';

const path = '/graphql/v2';

/** What can be wrong with the API itself. */
export interface Disturbances {
  /** Every request fails, in the way named; `mixed` alternates. */
  errors: 'http' | 'graphql' | 'mixed' | undefined;
  /** Requests that have failed so since; the first of `mixed` is HTTP. */
  failures: number;
  /** Milliseconds before a request is looked at. */
  delayMs: number;
  /** Replies of mutations that are still to be lost. */
  lostReplies: number;
}

export const undisturbed: Readonly<Disturbances> = {
  errors: undefined,
  failures: 0,
  delayMs: 0,
  lostReplies: 0,
};

/** Railway's GraphQL API over HTTP. */
export class RailwayApi {
  static async start(options: {
    project: Project;
    ledger: Ledger;
    requestsPerHour: number;
    port?: number;
  }): Promise<RailwayApi> {
    const api = new RailwayApi(options);
    await new Promise<void>((resolve, reject) => {
      api.#server.once('error', reject);
      api.#server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return api;
  }

  readonly #server: Server;
  readonly #project: Project;
  readonly #ledger: Ledger;
  readonly limit: RequestLimit;
  readonly disturbances: Disturbances = { ...undisturbed };

  private constructor(options: {
    project: Project;
    ledger: Ledger;
    requestsPerHour: number;
  }) {
    this.#project = options.project;
    this.#ledger = options.ledger;
    this.limit = new RequestLimit(options.requestsPerHour);
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address !== 'object') {
      throw new Error('The API has been stopped');
    }
    return `http://127.0.0.1:${address.port}${path}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>(resolve => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await readBody(request);
    const { delayMs, errors } = this.disturbances;
    if (delayMs > 0) {
      await sleep(delayMs);
    }

    if (new URL(request.url ?? '/', 'http://localhost').pathname !== path) {
      replyJson(response, 404, { message: 'Not found' });
      return;
    }
    if (request.method !== 'POST') {
      response.setHeader('Allow', 'POST');
      replyJson(response, 405, { message: 'Method not allowed' });
      return;
    }
    if (!this.#allow(request, response)) {
      return;
    }
    if (errors) {
      this.#fail(response, errors);
      return;
    }
    const operation =
      body === undefined ? undefined : parseOperation(request, body);
    if (!operation) {
      replyJson(response, 400, {
        errors: [{ message: 'The request is not a GraphQL request' }],
      });
      return;
    }

    const context = new RequestContext({
      project: this.#project,
      identity: identify(request.headers, this.#project),
      ledger: this.#ledger,
      requestId: randomUUID(),
    });
    const traceId = randomUUID();
    const result = await graphql({
      schema,
      source: operation.query,
      variableValues: operation.variables,
      operationName: operation.operationName,
      rootValue: { ...queries, ...mutations },
      contextValue: context,
    });
    const payload = result.errors
      ? { ...result, errors: result.errors.map(shown), traceId }
      : result;

    if (context.hasEffects && this.disturbances.lostReplies > 0) {
      this.disturbances.lostReplies -= 1;
      context.markDelivered(false);
      response.destroy();
      return;
    }
    if (response.destroyed) {
      context.markDelivered(false);
      return;
    }
    response.once('close', () =>
      context.markDelivered(response.writableFinished),
    );
    replyJson(response, 200, payload);
  }

  /** Counts the request, and answers 429 when there have been too many. */
  #allow(request: IncomingMessage, response: ServerResponse): boolean {
    const token =
      request.headers['project-access-token'] ?? request.headers.authorization;
    const allowance = this.limit.count(String(token ?? 'anonymous'));
    response.setHeader('X-RateLimit-Limit', allowance.limit);
    response.setHeader('X-RateLimit-Remaining', allowance.remaining);
    response.setHeader('X-RateLimit-Reset', allowance.resetAt);
    if (allowance.exceeded) {
      response.setHeader('Retry-After', allowance.retryAfterSeconds);
      replyJson(response, 429, { message: 'Too many requests' });
    }
    return !allowance.exceeded;
  }

  #fail(
    response: ServerResponse,
    errors: NonNullable<Disturbances['errors']>,
  ): void {
    this.disturbances.failures += 1;
    const asHttp =
      errors === 'http' ||
      (errors === 'mixed' && this.disturbances.failures % 2 === 1);
    if (asHttp) {
      response.writeHead(500, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end('<html><body><h1>Internal Server Error</h1></body></html>');
    } else {
      replyJson(response, 200, {
        errors: [
          {
            message: 'Problem processing request',
            extensions: { code: 'INTERNAL_SERVER_ERROR' },
          },
        ],
        data: null,
        traceId: randomUUID(),
      });
    }
  }
}

/** Hides what went wrong inside, as the real API does. */
function shown(error: GraphQLError): object {
  const inside =
    error.originalError && !(error.originalError instanceof GraphQLError);
  return inside
    ? {
        ...error.toJSON(),
        message: 'Problem processing request',
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      }
    : error.toJSON();
}
