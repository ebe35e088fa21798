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

import { useApi } from '@backstage/core-plugin-api';
import { useQueryClient } from '@tanstack/react-query';
import {
  useDeferredValue,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from 'react';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { LogStore } from '../log/LogStore';
import { HistoryStore } from './HistoryStore';
import { isAboutPeople, refreshPeople } from './people';
import { RunFeed } from './RunFeed';
import type { RunFeedState } from './runFeedState';

/** A run that is being followed, with its log. */
export interface FollowedRun {
  readonly state: RunFeedState;
  readonly feed: RunFeed;
  readonly log: LogStore;
  readonly history: HistoryStore;
}

/** Follows a run for as long as the page shows it. */
export function useRunFeed(runId: string): FollowedRun {
  const api = useApi(tokpulseOpsApiRef);
  const queries = useQueryClient();
  const { feed, log, history } = useMemo(() => {
    const past = new HistoryStore({ api, runId });
    const store = new LogStore({
      load: query => api.readLog({ runId, ...query }),
    });
    return {
      log: store,
      history: past,
      feed: new RunFeed({
        api,
        runId,
        onLines: lines => store.add(lines),
        onLineCount: total => store.grow(total),
        onEvent: event => {
          past.add(event);
          if (isAboutPeople(event.body)) {
            refreshPeople(queries, runId);
          }
        },
      }),
    };
  }, [api, queries, runId]);

  useEffect(() => {
    feed.open();
    return () => feed.close();
  }, [feed]);
  useEffect(() => () => history.close(), [history]);

  // Drawn piece by piece: a run of many steps must not hold up the page.
  const state = useDeferredValue(
    useSyncExternalStore(feed.subscribe, feed.getState),
  );
  const lastSeq = state.kind === 'open' ? state.run.lastSeq : 0;
  useEffect(() => history.grow(lastSeq), [history, lastSeq]);
  return { state, feed, log, history };
}
