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

import type { ErrorCode } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  type ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';

interface Operation {
  readonly purpose: string;
  readonly kind: 'query' | 'mutation';
}

interface Refusal {
  readonly code: ErrorCode;
  readonly words: string;
  readonly nextStep: string;
  /** Railway refused before it did anything. */
  readonly before: boolean;
}

const TOKEN_STEP =
  'Check railway.token and railway.tokenType of the service: a project token belongs to one environment';

/** An HTTP status outside 2xx. A 5xx may come after the effect. */
export function httpFailure(
  operation: Operation,
  response: ServiceResponse,
): ActionError {
  return failure(operation, refusalOfStatus(response));
}

function refusalOfStatus({ status, headers }: ServiceResponse): Refusal {
  switch (status) {
    case 401:
    case 403:
      return {
        code: 'unauthorized',
        words: `it does not accept the token (${status})`,
        nextStep: TOKEN_STEP,
        before: true,
      };
    case 429:
      return rateLimited(headers['retry-after']);
    default:
      return status >= 500
        ? {
            code: 'unreachable',
            words: `it answers ${status}`,
            nextStep: 'Check https://status.railway.com, then try again',
            before: false,
          }
        : {
            code: 'refused',
            words: `it answers ${status}`,
            nextStep: 'Check the railway section of the service',
            before: true,
          };
  }
}

function rateLimited(retryAfter: string | undefined): Refusal {
  const seconds = Number(retryAfter);
  const known = Number.isFinite(seconds) && seconds > 0;
  return {
    code: 'rate-limited',
    words: 'the limit of requests per hour is reached',
    nextStep: known
      ? `Try again in ${Math.ceil(seconds / 60)} min`
      : 'Try again later, or raise the plan of the Railway account',
    before: true,
  };
}

/**
 * The first of the `errors` in a GraphQL answer. Railway's own words stay out
 * of the message: they are not ours to vouch for.
 */
export function graphqlFailure(
  operation: Operation,
  error: {
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  },
): ActionError {
  return failure(operation, refusalOfError(error), error);
}

function refusalOfError(error: {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}): Refusal {
  const { message } = error;
  const code = error.extensions?.code ?? '';
  if (
    /not authori[sz]ed|unauthori[sz]ed|invalid.*token|unauthenticated/i.test(
      message,
    ) ||
    /^(UNAUTHENTICATED|FORBIDDEN|UNAUTHORIZED)$/.test(code)
  ) {
    return {
      code: 'unauthorized',
      words: 'it does not accept the token for this',
      nextStep: TOKEN_STEP,
      before: true,
    };
  }
  if (/rate.?limit|too many requests/i.test(message)) {
    return rateLimited(undefined);
  }
  if (/not found/i.test(message) || code === 'NOT_FOUND') {
    return {
      code: 'not-found',
      words: 'it knows nothing by this id',
      nextStep:
        'Check projectId, environmentId and service in the railway section of the service',
      before: true,
    };
  }
  if (/^(GRAPHQL_(VALIDATION|PARSE)_FAILED|BAD_USER_INPUT)$/.test(code)) {
    return {
      code: 'refused',
      words: `it refuses the request (${code})`,
      nextStep: 'Look at the deployment in the Railway dashboard',
      before: true,
    };
  }
  return {
    code: 'refused',
    words: /^[A-Z][A-Z_]{2,40}$/.test(code)
      ? `it reports ${code}`
      : 'it reports an error',
    nextStep:
      'Look at the deployment in the Railway dashboard; the whole error is in the log of this backend',
    before: false,
  };
}

function failure(
  operation: Operation,
  refusal: Refusal,
  cause?: unknown,
): ActionError {
  return new ActionError({
    code: refusal.code,
    message: `Could not ${operation.purpose} at Railway: ${refusal.words}`,
    nextStep: refusal.nextStep,
    effect:
      operation.kind === 'mutation' && !refusal.before ? 'possible' : 'none',
    cause,
  });
}
