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

import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  describeApiError,
  type PlanAnswer,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { Intentions, retryLost } from '../data/intentions';
import { useMayStart } from '../data/may';
import { runRouteRef } from '../routes';
import { useNow } from '../text/useNow';
import { useText } from '../translation';

const CONFLICT = 409;
/** A conflict with ourselves: the first request has not been answered yet. */
const IN_PROGRESS = 'request-in-progress';

function isConflict(error: Error | null): boolean {
  if (error === null) {
    return false;
  }
  const { status, code } = describeApiError(error);
  return status === CONFLICT && code !== IN_PROGRESS;
}

/** Starts a plan and goes to the page of its run. */
export function useStart(plan: PlanAnswer | undefined): {
  /** Why it cannot be started, in words. */
  readonly blocked?: string;
  readonly pending: boolean;
  readonly error: Error | null;
  /** The plan no longer fits: it has to be made again. */
  readonly conflict: boolean;
  readonly run: (reason: string) => void;
  /** Forgets that it could not be started. */
  readonly forget: () => void;
} {
  const t = useText();
  const api = useApi(tokpulseOpsApiRef);
  const navigate = useNavigate();
  const runPath = useRouteRef(runRouteRef);
  const queries = useQueryClient();
  const mayStart = useMayStart(plan?.service);
  const now = useNow();
  const [intentions] = useState(() => new Intentions());
  const mutation = useMutation({
    mutationFn: async (reason: string) => {
      if (plan === undefined) {
        throw new Error('There is no plan to start');
      }
      const body = {
        planId: plan.id,
        planHash: plan.hash,
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      };
      return intentions.send(body, options => api.startRun(body, options));
    },
    ...retryLost,
    onSuccess: run => {
      for (const queryKey of [['active-runs'], ['activity'], ['inbox']]) {
        queries.invalidateQueries({ queryKey }).catch(() => undefined);
      }
      navigate(runPath?.({ runId: run.id }) ?? '');
    },
  });
  return {
    blocked: plan && whyNot(plan),
    pending: mutation.isPending,
    error: mutation.error,
    conflict: isConflict(mutation.error),
    run: mutation.mutate,
    forget: mutation.reset,
  };

  function whyNot(made: PlanAnswer): string | undefined {
    const blocking = made.findings.find(({ level }) => level === 'blocking');
    if (blocking !== undefined) {
      return t('plan.blocked', { message: blocking.message });
    }
    if (Date.parse(made.expiresAt) <= now) {
      return t('plan.expired');
    }
    return mayStart.allowed ? undefined : mayStart.because;
  }
}
