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

import { GraphQLError } from 'graphql';

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

export interface Connection<T> {
  readonly edges: ReadonlyArray<{ readonly cursor: string; readonly node: T }>;
  readonly pageInfo: {
    readonly startCursor: string | null;
    readonly endCursor: string | null;
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
  };
}

/** One page of a list, by the cursor of the last thing seen. */
export function connectionOf<T extends { readonly id: string }>(
  nodes: readonly T[],
  { first, after, last, before }: PageArguments,
): Connection<T> {
  for (const count of [first, last]) {
    if (typeof count === 'number' && count < 0) {
      throw new GraphQLError('"first" and "last" must not be negative');
    }
  }
  const indexOf = (cursor: string) => {
    const index = nodes.findIndex(({ id }) => cursorOf(id) === cursor);
    if (index < 0) {
      throw new GraphQLError('Invalid cursor');
    }
    return index;
  };
  let start = after ? indexOf(after) + 1 : 0;
  let end = before ? indexOf(before) : nodes.length;
  if (typeof first === 'number') {
    end = Math.min(end, start + first);
  }
  if (typeof last === 'number') {
    start = Math.max(start, end - last);
  }
  const edges = nodes
    .slice(start, end)
    .map(node => ({ cursor: cursorOf(node.id), node }));
  return {
    edges,
    pageInfo: {
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: end < nodes.length,
      hasPreviousPage: start > 0,
    },
  };
}

function cursorOf(id: string): string {
  return Buffer.from(id).toString('base64url');
}
