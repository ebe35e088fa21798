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
  Incident,
  ObservationWindow,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunResource } from '../../access/resources';
import type { Database } from '../../runs/Database';
import type { Happening, Markers } from '../markers';
import { changingRuns } from './changingRuns';

/** Something that happened, and when it began where that is another time. */
export interface TimelineEvent extends Happening {
  readonly beganAt?: Date;
}

const HOUR_MS = 60 * 60_000;
const WINDOW_MS: Readonly<Record<ObservationWindow, number>> = {
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
  '90d': 90 * 24 * HOUR_MS,
};
/** The effects of a run are in its plan, which is large; older ones stay out. */
const MOST_RUNS = 50;
const MOST_EVENTS = 200;

/** Incidents of a stretch of time, newest first. */
export type ListIncidents = (options: {
  readonly service: string;
  readonly from: Date;
  readonly to: Date;
}) => Promise<readonly Pick<Incident, 'openedAt' | 'summary' | 'status'>[]>;

/**
 * What happened to a service and may explain its figures: deployments,
 * restarts, runs that changed something, incidents.
 */
export class Timeline {
  readonly #database: Database;
  readonly #markers: Pick<Markers, 'list'>;
  readonly #incidents: ListIncidents;

  constructor(options: {
    readonly database: Database;
    readonly markers: Pick<Markers, 'list'>;
    readonly incidents: ListIncidents;
  }) {
    this.#database = options.database;
    this.#markers = options.markers;
    this.#incidents = options.incidents;
  }

  /** Newest first; runs that the caller may not see are not in it. */
  async list(options: {
    readonly service: string;
    readonly window: ObservationWindow;
    readonly maySee: (run: RunResource) => boolean;
    readonly now?: Date;
  }): Promise<readonly TimelineEvent[]> {
    const { service, window, maySee, now: to = new Date() } = options;
    const stretch = {
      service,
      from: new Date(to.getTime() - WINDOW_MS[window]),
      to,
    };
    const [happened, incidents] = await Promise.all([
      this.#markers.list(stretch),
      this.#incidents(stretch),
    ]);
    const runIds = happened.flatMap(({ runId }) => runId ?? []);
    const runs = await changingRuns(this.#database, runIds.slice(0, MOST_RUNS));
    const events = happened.flatMap((happening): readonly TimelineEvent[] => {
      if (happening.runId === undefined) {
        return [happening];
      }
      const run = runs.get(happening.runId);
      return run !== undefined && maySee(run)
        ? [{ ...happening, beganAt: run.startedAt }]
        : [];
    });
    return [...events, ...incidents.map(ofIncident)]
      .sort((a, b) => b.at.getTime() - a.at.getTime())
      .slice(0, MOST_EVENTS);
  }
}

function ofIncident({
  openedAt,
  summary,
}: Pick<Incident, 'openedAt' | 'summary'>): TimelineEvent {
  return { at: new Date(openedAt), kind: 'incident', label: summary };
}
