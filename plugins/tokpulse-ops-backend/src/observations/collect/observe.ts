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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { HostHealth } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  type ServiceAccess,
  type ServiceHost,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { judgeHosts, readServiceHealth } from '../../health';
import { noFigures, type EndpointFigures } from '../EndpointFigures';
import { readMetrics } from '../metrics';
import type {
  Observation,
  Reading,
  SavedObservation,
} from '../ObservationStore';
import { readPerformance } from '../performance';

/** An observation before it is known when the next one is due. */
export type FreshObservation = Omit<Observation, 'nextInMs'>;

/** What one collection asks. */
export interface ObserveOptions {
  /** Its requests count as observations. */
  readonly service: ServiceAccess;
  /** Names of the hosts to ask. */
  readonly hosts: readonly string[];
  /** What is said of hosts that want to be left alone. */
  readonly paused: readonly HostHealth[];
  /** The observation before, when metrics and performance are due as well. */
  readonly details?: { readonly previous: SavedObservation | undefined };
  readonly logger: LoggerService;
  readonly signal: AbortSignal;
}

/** Reads a service; see {@link observe}. */
export type Observe = (options: ObserveOptions) => Promise<FreshObservation>;

/**
 * Reads the health of the hosts and, of those that answer, their metrics and
 * performance where they are due. Whatever happens is an observation, also that
 * none could be made; it throws only when `signal` aborts.
 */
export const observe: Observe = async options => {
  const { service, hosts, paused, signal } = options;
  if (hosts.length + paused.length === 0) {
    return failed(service, {
      message: 'No host is configured, so the health is not known',
      nextStep: `Set tokpulseOps.services.${service.id}.hosts.<name>.url`,
    });
  }
  try {
    const health = await readServiceHealth(service, { hosts, signal });
    const figures = options.details
      ? await readFigures({ ...options, answers: health.hosts })
      : [];
    const all = inOrder(service, [...health.hosts, ...paused]);
    return {
      service: service.id,
      ...judgeHosts(all),
      hosts: all,
      readings: [
        ...health.hosts.flatMap(responseTime),
        ...figures.flatMap(({ readings }) => readings),
      ],
      metrics: figures.flatMap(({ metrics }) => metrics),
      latest: Object.fromEntries(
        figures.map(({ host, latest }) => [host, latest]),
      ),
    };
  } catch (error) {
    signal.throwIfAborted();
    options.logger.error(
      `The collection of ${service.id} failed: ${stringifyError(error)}`,
    );
    return failed(service, {
      message:
        error instanceof ActionError
          ? error.message
          : 'The readings could not be collected',
      nextStep:
        (error instanceof ActionError && error.nextStep) ||
        'The log of the backend says why',
    });
  }
};

/** An observation that none could be made; never an empty one. */
export function failed(
  service: Pick<ServiceAccess, 'id'>,
  failure: NonNullable<Observation['failure']>,
): FreshObservation {
  return {
    service: service.id,
    status: 'unknown',
    summary: failure.message,
    ...{ hosts: [], readings: [], metrics: [], latest: {} },
    failure,
  };
}

interface HostFigures {
  readonly host: string;
  readonly readings: EndpointFigures['readings'];
  readonly metrics: EndpointFigures['metrics'];
  readonly latest: Observation['latest'][string];
}

/** Hosts that did not answer are not asked for more. */
function readFigures(
  options: ObserveOptions & { readonly answers: readonly HostHealth[] },
): Promise<readonly HostFigures[]> {
  const { service, answers } = options;
  return Promise.all(
    answers
      .filter(
        ({ answer, httpStatus }) =>
          httpStatus !== undefined &&
          !['rate-limited', 'edge-error'].includes(answer),
      )
      .map(({ host }) => readHostFigures(options, service.hosts[host])),
  );
}

/** One endpoint after the other: each answer makes the host work. */
async function readHostFigures(
  { service, details, signal }: ObserveOptions,
  host: ServiceHost,
): Promise<HostFigures> {
  const previous = details?.previous?.latest[host.name]?.performance;
  const performance = await readPerformance({
    ...{ service, host, signal, previous },
  });
  const metrics =
    host.metrics === undefined
      ? noFigures
      : await readMetrics({ service, host, signal });
  return {
    host: host.name,
    readings: [...performance.readings, ...metrics.readings],
    metrics: [...performance.metrics, ...metrics.metrics],
    latest: {
      ...(performance.latest && { performance: performance.latest }),
      ...(metrics.latest && { metrics: metrics.latest }),
    },
  };
}

/** Time-outs of ours say nothing about how fast the host is. */
function responseTime({
  host,
  httpStatus,
  latencyMs,
}: HostHealth): readonly Reading[] {
  return httpStatus === undefined
    ? []
    : [
        {
          ...{ host, name: 'response_time', unit: 'ms' },
          ...{ p50: latencyMs, p95: latencyMs, max: latencyMs, count: 1 },
          samples: [latencyMs],
        },
      ];
}

function inOrder(
  service: ServiceAccess,
  hosts: readonly HostHealth[],
): readonly HostHealth[] {
  const names = Object.keys(service.hosts);
  return [...hosts].sort(
    (a, b) => names.indexOf(a.host) - names.indexOf(b.host),
  );
}
