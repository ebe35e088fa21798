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

import type { HostAnswer } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  type ServiceAccess,
  type ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { readEdgeAnswer } from '../health/edgeAnswer';
import { failedAnswer } from '../health/failedAnswer';

/** An answer that can be read, or why there is none. */
export type EndpointAnswer =
  | { readonly kind: 'body'; readonly response: ServiceResponse }
  | {
      readonly kind: 'problem';
      readonly answer: HostAnswer;
      /** A sentence with what to do about it. */
      readonly problem: string;
      /** The body was larger than what is read. */
      readonly tooLarge: boolean;
    };

/**
 * Asks an endpoint that answers 200 when all is well. Every other answer, and
 * none, is told apart as it is for health.
 */
export async function readEndpoint(options: {
  readonly service: Pick<ServiceAccess, 'request'>;
  readonly url: string;
  /** Path as configured, for the words. */
  readonly path: string;
  /** What it is asked for: `performance`, `metrics`. */
  readonly what: string;
  readonly accept: string;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}): Promise<EndpointAnswer> {
  const { service, url, accept, maxBytes, timeoutMs, signal } = options;
  try {
    const response = await service.request({
      ...{ url, maxBytes, timeoutMs, signal },
      headers: { accept },
    });
    return readStatus(response, options);
  } catch (error) {
    signal?.throwIfAborted();
    const tooLarge = error instanceof ActionError && error.code === 'too-large';
    const reason =
      error instanceof ActionError ? error.message : 'the request failed';
    return {
      kind: 'problem',
      answer: failedAnswer(error),
      problem: `${options.path} could not be read: ${reason}`,
      tooLarge,
    };
  }
}

function readStatus(
  response: ServiceResponse,
  { path, what }: { readonly path: string; readonly what: string },
): EndpointAnswer {
  const problem = (answer: HostAnswer, text: string): EndpointAnswer => ({
    kind: 'problem',
    answer,
    problem: text,
    tooLarge: false,
  });
  const { status } = response;
  if (status === 429) {
    return problem(
      'rate-limited',
      `The host limits our requests (429), so its ${what} is not known now; it is read again later`,
    );
  }
  const edge = readEdgeAnswer(response);
  if (edge) {
    return problem(edge.answer, `The host ${edge.predicate}`);
  }
  if (status === 200) {
    return { kind: 'body', response };
  }
  if (status === 404) {
    return problem(
      'not-offered',
      `The host offers no ${what} at ${path} (404); correct the path in its configuration, or leave it out`,
    );
  }
  if (status >= 500) {
    return problem(
      'server-error',
      `The host answers ${path} with an error (${status})`,
    );
  }
  if (status === 401 || status === 403) {
    return problem(
      'unexpected-content',
      `The host does not show its ${what} without a login (${status})`,
    );
  }
  if (status >= 300 && status < 400) {
    return problem(
      'unexpected-content',
      `The host redirects ${path} (${status}); configure the final address`,
    );
  }
  return problem(
    'unexpected-content',
    `The host answers ${path} with ${status} instead of its ${what}`,
  );
}

/** Whether a body is a web page, whatever its content type says. */
export function isWebPage(body: string): boolean {
  return /^\s*<(!doctype|html|\?xml)/i.test(body.slice(0, 500));
}
