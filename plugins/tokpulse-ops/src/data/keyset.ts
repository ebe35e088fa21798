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
  type InfiniteData,
  type QueryKey,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { type Loadable, toLoadable } from './loadable';

/** A list that grows at its end. */
export interface Keyset<T> {
  readonly items: Loadable<T[]>;
  readonly more: 'none' | 'ready' | 'loading';
  readonly loadMore: () => void;
}

/** One page of a list of the API. */
export interface KeysetPage<T> {
  readonly items: T[];
  readonly nextCursor?: string;
}

export interface KeysetOptions<T> {
  readonly queryKey: QueryKey;
  readonly read: (
    page: { readonly cursor?: string },
    options: { readonly signal: AbortSignal },
  ) => Promise<KeysetPage<T>>;
  /** How often the first page is read again, in milliseconds. */
  readonly intervalMs: number;
}

function moreOf(query: {
  readonly isFetchingNextPage: boolean;
  readonly hasNextPage: boolean;
}): Keyset<unknown>['more'] {
  if (query.isFetchingNextPage) {
    return 'loading';
  }
  return query.hasNextPage ? 'ready' : 'none';
}

/** Reads a list of the API page after page, by its cursors. */
export function useKeyset<T>(options: KeysetOptions<T>): Keyset<T> {
  const { queryKey, read, intervalMs } = options;
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      read(pageParam === '' ? {} : { cursor: pageParam }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page: KeysetPage<T>) => page.nextCursor,
    select: ({ pages }: InfiniteData<KeysetPage<T>, string>) =>
      pages.flatMap(page => page.items),
    // A long list would ask for every one of its pages again.
    refetchInterval: ({ state }) =>
      (state.data?.pages.length ?? 0) > 1 ? false : intervalMs,
  });
  return {
    items: toLoadable(query),
    more: moreOf(query),
    loadMore: () => {
      // The query itself keeps the error.
      query.fetchNextPage().catch(() => undefined);
    },
  };
}
