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

import {
  type ApiProblem,
  describeApiError,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { UseQueryResult } from '@tanstack/react-query';

/** Data that is asked for, in each state a page must be able to show. */
export type Loadable<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'forbidden'; readonly problem: ApiProblem }
  | { readonly kind: 'missing'; readonly problem: ApiProblem }
  | {
      readonly kind: 'error';
      readonly problem: ApiProblem;
      readonly retry: () => void;
    }
  | {
      readonly kind: 'data';
      readonly data: T;
      /** When it was received, by the reader's clock; epoch milliseconds. */
      readonly readAt: number;
      readonly refreshing: boolean;
      /** The last attempt to read it again failed. */
      readonly stale?: ApiProblem;
      readonly refresh: () => void;
    };

/** Whether the backend said no, as opposed to nothing or to trouble. */
export function isRefusal(error: unknown): boolean {
  return [401, 403, 404].includes(describeApiError(error).status ?? 0);
}

/** The state that a failed request leads to when there is no data yet. */
export function failedLoadable<T>(options: {
  readonly error: unknown;
  readonly retry: () => void;
}): Loadable<T> {
  const problem = describeApiError(options.error);
  switch (problem.status) {
    case 401:
    case 403:
      return { kind: 'forbidden', problem };
    case 404:
      return { kind: 'missing', problem };
    default:
      return { kind: 'error', problem, retry: options.retry };
  }
}

/** Reads a query of the library as a {@link Loadable}. */
export function toLoadable<T>(query: UseQueryResult<T>): Loadable<T> {
  const refresh = () => {
    // The query itself keeps the error.
    query.refetch().catch(() => undefined);
  };
  // Somebody who lost the permission must not go on looking at old data.
  const refused = query.error !== null && isRefusal(query.error);
  if (query.data !== undefined && !refused) {
    return {
      kind: 'data',
      data: query.data,
      readAt: query.dataUpdatedAt,
      refreshing: query.isFetching,
      refresh,
      ...(query.error !== null && { stale: describeApiError(query.error) }),
    };
  }
  return query.error === null
    ? { kind: 'loading' }
    : failedLoadable({ error: query.error, retry: refresh });
}
