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
import type { ApiRoute } from './routes';

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
  /**
   * Names what a person wants once. A request that is sent again with it, because
   * the answer was lost, answers what it answered the first time.
   */
  readonly idempotencyKey?: string;
}

/** Parameters of a URL; what is undefined is left out. */
export type Query = Readonly<
  Record<string, string | number | readonly string[] | undefined>
>;

interface Exchange {
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: object;
  /** Sent as it is. */
  readonly file?: Blob;
  readonly options?: RequestOptions;
}

/** Sends requests to the backend of the plugin and reads its answers. */
export class ApiTransport {
  readonly #discoveryApi: TokPulseOpsClientOptions['discoveryApi'];
  readonly #fetchApi: TokPulseOpsClientOptions['fetchApi'];

  constructor(options: TokPulseOpsClientOptions) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  /** The answer, parsed with the schema of its route. */
  async send<TAnswer extends z.ZodType>(
    request: Exchange & {
      readonly route: ApiRoute & { readonly answer: TAnswer };
    },
  ): Promise<z.output<TAnswer>> {
    const { route, ...rest } = request;
    const response = await this.fetch({
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

  /** The answer as a file. */
  async download(
    request: Exchange & { readonly accept: string },
  ): Promise<DownloadedFile> {
    const response = await this.fetch({ ...request, method: 'GET' });
    return {
      content: await response.blob(),
      name: fileName(response.headers.get('content-disposition')),
    };
  }

  /** Throws Backstage's `ResponseError` for an answer that is not 2xx. */
  async fetch(
    request: Exchange & { readonly method: string; readonly accept: string },
  ): Promise<Response> {
    const { method, path, accept, query = {}, body, file } = request;
    const options = request.options ?? {};
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
        ...(file !== undefined && {
          'content-type': file.type || 'application/octet-stream',
        }),
        ...(options.idempotencyKey !== undefined && {
          'idempotency-key': options.idempotencyKey,
        }),
        ...(options.token !== undefined && {
          authorization: `Bearer ${options.token}`,
        }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(file !== undefined && { body: file }),
      ...(options.signal !== undefined && { signal: options.signal }),
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

/** A file that was downloaded. */
export interface DownloadedFile {
  readonly content: Blob;
  /** As the backend names it. */
  readonly name: string | undefined;
}

function fileName(disposition: string | null): string | undefined {
  return disposition?.match(/filename="([^"]+)"/)?.[1];
}
