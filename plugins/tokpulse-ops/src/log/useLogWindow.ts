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

import { useMemo, useSyncExternalStore } from 'react';
import type { LogFilter, LogStore } from './LogStore';

/** Lines are drawn in blocks, so that a long log has few things to lay out. */
export const BLOCK_LINES = 25;

/** What there is to scroll through. */
export interface LogWindow {
  /** Lines in all, loaded or not; when filtered, the matching ones. */
  readonly count: number;
  readonly blocks: number;
  readonly filtered: boolean;
  /** Position in the run of the n-th line that is shown. */
  readonly lineAt: (index: number) => number;
  /** Changes with the lines. */
  readonly version: number;
}

/** The lines of a log that a filter leaves, or all of them. */
export function useLogWindow(log: LogStore, filter: LogFilter): LogWindow {
  const version = useSyncExternalStore(log.subscribe, log.getVersion);
  const { stepId, search } = filter;
  return useMemo(() => {
    const filtered = stepId !== undefined || Boolean(search);
    const found = filtered ? log.find({ stepId, search }) : undefined;
    const count = found?.length ?? log.total;
    return {
      count,
      blocks: Math.ceil(count / BLOCK_LINES),
      filtered,
      lineAt: index => found?.[index] ?? index,
      version,
    };
  }, [log, stepId, search, version]);
}
