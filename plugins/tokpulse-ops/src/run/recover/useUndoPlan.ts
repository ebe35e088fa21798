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
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { PlanAnswer } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { tokpulseOpsApiRef } from '../../api/tokpulseOpsApi';
import { type Loadable, toLoadable } from '../../data/loadable';

/** The plan of an undo, as far as it was chosen. */
export interface UndoPlan {
  /** Takes back all that can be. */
  readonly whole: Loadable<PlanAnswer>;
  /** Takes back what is chosen; undefined when nothing is, or while it is made. */
  readonly chosen: PlanAnswer | undefined;
  readonly planning: boolean;
  readonly error: Error | null;
  /** Steps that are left as they are. */
  readonly left: ReadonlySet<string>;
  readonly toggle: (stepId: string) => void;
}

/** Each plan is made once for each choice, and not kept when the dialog closes. */
const once = {
  staleTime: Infinity,
  gcTime: 0,
  retry: false,
  refetchOnWindowFocus: false,
} as const;

/** Plans to take back a run, or some of its steps. */
export function useUndoPlan(runId: string): UndoPlan {
  const api = useApi(tokpulseOpsApiRef);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const wholeQuery = useQuery({
    queryKey: ['undo-plan', runId],
    queryFn: ({ signal }) => api.planUndo({ runId }, { signal }),
    ...once,
  });
  const whole = toLoadable(wholeQuery);
  const steps = (wholeQuery.data?.steps ?? []).flatMap(({ undoes }) =>
    undoes === undefined || left.has(undoes) ? [] : [undoes],
  );
  const partial = useQuery({
    queryKey: ['undo-plan', runId, steps],
    queryFn: ({ signal }) => api.planUndo({ runId, steps }, { signal }),
    enabled: left.size > 0 && steps.length > 0,
    placeholderData: keepPreviousData,
    ...once,
  });
  const current =
    partial.isPlaceholderData || steps.length === 0 ? undefined : partial.data;
  return {
    whole,
    chosen: left.size === 0 ? wholeQuery.data : current,
    planning: partial.isFetching,
    error: left.size === 0 ? null : partial.error,
    left,
    toggle: stepId =>
      setLeft(now => {
        const next = new Set(now);
        if (!next.delete(stepId)) {
          next.add(stepId);
        }
        return next;
      }),
  };
}
