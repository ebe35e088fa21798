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

import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import type {
  EntityService,
  Plan,
  PluginStatus,
  RunbookDetail,
  RunbookSummary,
  RunState,
  RunSummary,
  ServiceInfo,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useEffect, useRef } from 'react';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { type Keyset, useKeyset } from './keyset';
import { type Loadable, toLoadable } from './loadable';

const RUNS_INTERVAL_MS = 5_000;
const ACTIVITY_INTERVAL_MS = 10_000;
const RUNBOOKS_INTERVAL_MS = 30_000;
const PLUGIN_INTERVAL_MS = 60_000;
const PAGE_SIZE = 10;

/** States of runs that somebody may have to do something about. */
export const activeStates: RunState[] = [
  'queued',
  'running',
  'waiting',
  'needs-decision',
];

/** Whether the plugin can change anything. */
export function usePluginStatus(): Loadable<PluginStatus> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: ['plugin-status'],
      queryFn: ({ signal }) => api.getStatus({ signal }),
      refetchInterval: PLUGIN_INTERVAL_MS,
    }),
  );
}

/** The services that the reader may see. */
export function useServices(): Loadable<ServiceInfo[]> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: ['services'],
      queryFn: ({ signal }) => api.listServices({ signal }),
      refetchInterval: PLUGIN_INTERVAL_MS,
    }),
  );
}

/** One configured service. */
export function useService(service: string): Loadable<ServiceInfo> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: ['service', service],
      queryFn: ({ signal }) => api.getService(service, { signal }),
      staleTime: PLUGIN_INTERVAL_MS,
    }),
  );
}

/** The service that an entity names. */
export function useEntityService(entity: {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}): Loadable<EntityService> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: ['entity-service', stringifyEntityRef(entity)],
      queryFn: ({ signal }) => api.getEntityService(entity, { signal }),
      staleTime: PLUGIN_INTERVAL_MS,
    }),
  );
}

/** The runbooks of a service; which are suggested depends on its health. */
export function useRunbooks(options: {
  readonly service: string;
  /** Asked again when this changes. */
  readonly health: string | undefined;
}): Loadable<RunbookSummary[]> {
  const api = useApi(tokpulseOpsApiRef);
  const { service, health } = options;
  const query = useQuery({
    queryKey: ['runbooks', service],
    queryFn: ({ signal }) => api.listRunbooks(service, { signal }),
    refetchInterval: RUNBOOKS_INTERVAL_MS,
  });
  const { refetch } = query;
  const before = useRef(health);
  useEffect(() => {
    if (before.current !== undefined && before.current !== health) {
      // The query itself keeps the error.
      refetch().catch(() => undefined);
    }
    before.current = health;
  }, [health, refetch]);
  return toLoadable(query);
}

/** One runbook with its text and its form. */
export function useRunbook(ref: {
  readonly service: string;
  readonly runbook: string;
}): Loadable<RunbookDetail> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: ['runbook', ref.service, ref.runbook],
      queryFn: ({ signal }) => api.getRunbook(ref, { signal }),
    }),
  );
}

/** The plan that a run follows; another one, of another hash, may be adopted. */
export function useRunPlan(runId: string, planHash: string): Loadable<Plan> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: ['run-plan', runId, planHash],
      queryFn: ({ signal }) => api.getRunPlan(runId, { signal }),
      staleTime: Infinity,
    }),
  );
}

/** The runs in progress, of one service or of all. */
export function useActiveRuns(service?: string): Loadable<RunSummary[]> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: ['active-runs', service],
      queryFn: async ({ signal }) => {
        const query = { service, state: activeStates, limit: 50 };
        return (await api.listRuns(query, { signal })).items;
      },
      refetchInterval: RUNS_INTERVAL_MS,
    }),
  );
}

/** The runs of a service or of all, newest first, page after page. */
export function useActivity(service?: string): Keyset<RunSummary> {
  const api = useApi(tokpulseOpsApiRef);
  return useKeyset({
    queryKey: ['activity', service],
    read: (page, options) =>
      api.listRuns({ service, limit: PAGE_SIZE, ...page }, options),
    intervalMs: ACTIVITY_INTERVAL_MS,
  });
}
