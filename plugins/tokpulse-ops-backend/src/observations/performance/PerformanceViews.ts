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

import type {
  ObservationWindow,
  PerformanceView,
  ResponseTimes,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceHost } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { RunResource } from '../../access/resources';
import type { ConfiguredService } from '../../services';
import { toMarker } from '../markers';
import type { ObservationStore } from '../ObservationStore';
import { comparisonsOf } from './comparisons';
import { hostPerformance, snapshotOf } from './hostPerformance';
import type { TimelineEvent, Timeline } from './Timeline';

/** What every host has: how long its health endpoint took to answer. */
export const RESPONSE_TIME = 'response_time';

/** What is asked for. */
export interface ViewRequest {
  readonly service: Pick<ConfiguredService, 'id' | 'hosts'>;
  readonly window: ObservationWindow;
  /** Whether the caller may see a run. */
  readonly maySee: (run: RunResource) => boolean;
}

/** The performance of services as pages show it, from what was observed. */
export class PerformanceViews {
  readonly #store: Pick<ObservationStore, 'latest' | 'trends' | 'summary'>;
  readonly #timeline: Timeline;

  constructor(options: {
    readonly store: Pick<ObservationStore, 'latest' | 'trends' | 'summary'>;
    readonly timeline: Timeline;
  }) {
    this.#store = options.store;
    this.#timeline = options.timeline;
  }

  async performance({
    service,
    window,
    maySee,
  }: ViewRequest): Promise<PerformanceView> {
    const now = new Date();
    const [observations, trends, events] = await Promise.all([
      this.#store.latest([service.id]),
      this.#store.trends({ service: service.id, window }),
      this.#timeline.list({ service: service.id, window, maySee, now }),
    ]);
    const observation = observations.get(service.id);
    const latest = observation?.latest ?? {};
    const asked = Object.values(service.hosts).filter(
      host => host.performance !== undefined,
    );
    const snapshots = asked.map(
      host => [host, snapshotOf(latest, host.name)] as const,
    );
    return {
      service: service.id,
      hosts: snapshots.map(([host, snapshot]) =>
        hostPerformance(
          host,
          snapshot,
          observation?.hosts.find(it => it.host === host.name),
        ),
      ),
      trends: trends.filter(({ name }) => name !== RESPONSE_TIME),
      markers: events.map(toMarker),
      comparisons: [
        ...(await comparisonsOf({
          store: this.#store,
          ...{ service: service.id, events, trends, now },
        })),
      ],
      notes: [
        ...notesOn(service.id, asked, events),
        ...new Set(snapshots.flatMap(([, snapshot]) => snapshot?.notes ?? [])),
      ],
    };
  }

  async responseTimes({
    service,
    window,
    maySee,
  }: ViewRequest): Promise<ResponseTimes> {
    const [trends, events] = await Promise.all([
      this.#store.trends({
        ...{ service: service.id, window },
        names: [RESPONSE_TIME],
      }),
      this.#timeline.list({ service: service.id, window, maySee }),
    ]);
    return { trends: [...trends], markers: events.map(toMarker) };
  }
}

function notesOn(
  service: string,
  asked: readonly ServiceHost[],
  events: readonly TimelineEvent[],
): readonly string[] {
  if (asked.length === 0) {
    return [
      `No host has a path for its performance: set tokpulseOps.services.${service}.hosts.<host>.performance, for example /performance. How long hosts take to answer is measured all the same`,
    ];
  }
  const restart = events.find(
    ({ kind, host }) =>
      (kind === 'restart' || kind === 'deployment') &&
      asked.some(({ name }) => name === host),
  );
  return [
    'The service keeps its measurements in memory, at most the newest 1,000 of a name: a restart empties them, and the score begins at 100 again',
    ...(restart
      ? [`${restart.label}: the figures of the service itself are younger`]
      : []),
    'Only answers in JSON are measured by the service, and their paths are relative to the part of it that answered',
  ];
}
