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

import type { JsonObject } from '@backstage/types';
import {
  ActionError,
  type ServiceAccess,
  type ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { graphqlFailure, httpFailure } from './railwayErrors';
import { railwaySettings, type RailwaySettings } from './settings';

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 8 * 1024 * 1024;

/** One GraphQL operation and what its `data` must look like. */
export interface RailwayOperation<TData extends z.ZodType> {
  /** In words, for messages: "read the deployment". */
  readonly purpose: string;
  readonly kind: 'query' | 'mutation';
  readonly document: string;
  readonly data: TData;
}

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.looseObject({ code: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

/**
 * Talks to Railway's public GraphQL API through the guarded client of a
 * service. Errors come in three ways, each mapped to the closed set: HTTP
 * status, `errors` in an answer with HTTP 200, and data of another shape.
 */
export class RailwayClient {
  readonly settings: RailwaySettings;
  readonly #service: ServiceAccess;

  /** Throws `not-configured` naming the key that is missing. */
  constructor(service: ServiceAccess) {
    this.#service = service;
    this.settings = railwaySettings(service);
  }

  /** Throws `ActionError`; after a mutation that may have happened with effect `possible`. */
  async send<TData extends z.ZodType>(
    operation: RailwayOperation<TData>,
    variables: JsonObject,
    signal: AbortSignal,
  ): Promise<z.output<TData>> {
    const { token, tokenType, url } = this.settings;
    const response = await this.#request(operation, {
      url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(tokenType === 'project'
          ? { 'project-access-token': token }
          : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query: operation.document, variables }),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      signal,
    });
    return readData(operation, response);
  }

  async #request(
    operation: RailwayOperation<z.ZodType>,
    request: Parameters<ServiceAccess['request']>[0],
  ): Promise<ServiceResponse> {
    try {
      return await this.#service.request(request);
    } catch (error) {
      if (!(error instanceof ActionError)) {
        throw error;
      }
      throw new ActionError({
        code: error.code,
        message: `Could not ${operation.purpose} at Railway: ${error.message}`,
        nextStep: error.nextStep,
        // GraphQL sends queries by POST as well, and those change nothing.
        effect: operation.kind === 'query' ? 'none' : error.effect,
        cause: error,
      });
    }
  }
}

function readData<TData extends z.ZodType>(
  operation: RailwayOperation<TData>,
  response: ServiceResponse,
): z.output<TData> {
  const answer = answerSchema.safeParse(parseJson(response.body));
  const errors = answer.success ? answer.data.errors ?? [] : [];
  if (errors.length > 0) {
    throw graphqlFailure(operation, errors[0]);
  }
  if (response.status < 200 || response.status > 299) {
    throw httpFailure(operation, response);
  }
  const data = answer.success
    ? operation.data.safeParse(answer.data.data)
    : answer;
  if (!data.success) {
    throw new ActionError({
      code: 'invalid-response',
      message: `Railway's answer to '${operation.purpose}' has another shape than expected`,
      nextStep: 'Look at the deployment in the Railway dashboard',
      effect: operation.kind === 'mutation' ? 'possible' : 'none',
    });
  }
  return data.data as z.output<TData>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
