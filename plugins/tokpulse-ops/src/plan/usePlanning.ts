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
import type { JsonObject } from '@backstage/types';
import { useQuery } from '@tanstack/react-query';
import type {
  PlanAnswer,
  RunbookDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { type Loadable, toLoadable } from '../data/loadable';
import { useRunbook } from '../data/queries';

/** Whether a runbook asks for anything before it can be planned. */
export function asksForInputs(runbook: RunbookDetail): boolean {
  const properties = runbook.inputs?.properties;
  return (
    typeof properties === 'object' &&
    properties !== null &&
    Object.keys(properties).length > 0
  );
}

/** Where somebody is on the way from a runbook to a run. */
export type PlanningStage =
  | { readonly kind: 'inputs' }
  | {
      readonly kind: 'plan';
      readonly plan: Loadable<PlanAnswer>;
      readonly inputs: JsonObject;
    };

export interface PlanningOptions {
  readonly service: string;
  readonly runbook: string;
  readonly entityRef?: string;
  readonly initialInputs?: JsonObject;
}

/** The way from a runbook through its inputs to a plan. */
export function usePlanning(options: PlanningOptions) {
  const { service, runbook, entityRef, initialInputs } = options;
  const api = useApi(tokpulseOpsApiRef);
  const detail = useRunbook({ service, runbook });
  const [values, setValues] = useState<JsonObject>(initialInputs ?? {});
  const [submitted, setSubmitted] = useState<JsonObject>();
  const [round, setRound] = useState(1);
  const asks = detail.kind === 'data' && asksForInputs(detail.data);
  const ready = detail.kind === 'data' && !asks ? {} : submitted;

  const query = useQuery({
    queryKey: ['plan', service, runbook, entityRef, ready, round],
    queryFn: ({ signal }) =>
      api.createPlan(
        { service, runbook, entityRef, inputs: ready },
        { signal },
      ),
    enabled: ready !== undefined,
    // A plan is made when somebody asks for it, never behind their back.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });

  const stage: PlanningStage =
    ready === undefined
      ? { kind: 'inputs' }
      : { kind: 'plan', plan: toLoadable(query), inputs: ready };
  return {
    detail,
    asks,
    stage,
    values,
    setValues,
    submit: (inputs: JsonObject) => {
      setValues(inputs);
      setSubmitted(inputs);
      setRound(round + 1);
    },
    change: () => setSubmitted(undefined),
    planAgain: () => setRound(round + 1),
  };
}
