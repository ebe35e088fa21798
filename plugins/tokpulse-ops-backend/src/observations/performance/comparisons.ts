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
  Comparison,
  Trend,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { toMarker } from '../markers';
import type { ObservationStore, Reading } from '../ObservationStore';
import { conclude, type Side } from './conclude';
import type { TimelineEvent } from './Timeline';

const SPAN_MS = 60 * 60_000;
/** Further back, readings are rolled up too far for an hour on each side. */
const RECENT_MS = 7 * 24 * 60 * 60_000;
const MOST_EVENTS = 3;
const MOST_FIGURES_OF_A_HOST = 3;
/** A restart that a run caused is seen a little after it. */
const CAUSED_MS = 2 * 60_000;

/**
 * Readings of the hour before and of the hour after the latest deployments,
 * restarts and runs. What happened shortly before or after cuts the hour off.
 */
export async function comparisonsOf(options: {
  readonly store: Pick<ObservationStore, 'summary'>;
  readonly service: string;
  /** Newest first. */
  readonly events: readonly TimelineEvent[];
  /** Which figures there are. */
  readonly trends: readonly Trend[];
  readonly now: Date;
}): Promise<readonly Comparison[]> {
  const { store, service, events, trends, now } = options;
  const cuts = events.filter(({ kind }) => kind !== 'incident');
  const compared = withoutCaused(cuts)
    .filter(({ at }) => now.getTime() - at.getTime() < RECENT_MS)
    .slice(0, MOST_EVENTS);
  const comparisons = await Promise.all(
    compared.flatMap(event =>
      figuresFor(event, trends).map(async trend => {
        const { before, after, elapsedMs } = await bothSides({
          ...{ store, service, event, cuts, trend, now },
        });
        const unit = trend.unit;
        return {
          marker: toMarker(event),
          ...{ host: trend.host, name: trend.name, unit, before, after },
          ...conclude({
            ...{ unit, before, after, elapsedMs },
            emptied: trend.name !== 'response_time' && emptied(event, cuts),
          }),
        };
      }),
    ),
  );
  return comparisons.filter(
    ({ before, after }) => before.count > 0 || after.count > 0,
  );
}

/** A run explains the restart that it made; the two are one event. */
function withoutCaused(
  events: readonly TimelineEvent[],
): readonly TimelineEvent[] {
  const runs = events.filter(({ kind }) => kind === 'run');
  return events.filter(
    event => event.kind === 'run' || !runs.some(run => within(event, run)),
  );
}

function within(event: TimelineEvent, run: TimelineEvent): boolean {
  const at = event.at.getTime();
  return (
    at >= (run.beganAt ?? run.at).getTime() - CAUSED_MS &&
    at <= run.at.getTime() + CAUSED_MS
  );
}

function emptied(
  event: TimelineEvent,
  events: readonly TimelineEvent[],
): boolean {
  return (
    event.kind !== 'run' ||
    events.some(other => other.kind !== 'run' && within(other, event))
  );
}

/** The host's own, or those of every host; the most often measured ones first. */
function figuresFor(
  { host }: TimelineEvent,
  trends: readonly Trend[],
): readonly Trend[] {
  const hosts = [...new Set(trends.map(trend => trend.host))].filter(
    name => host === undefined || name === host,
  );
  return hosts.flatMap(name =>
    trends
      .filter(trend => trend.host === name)
      .sort((a, b) => readingsIn(b) - readingsIn(a))
      .slice(0, MOST_FIGURES_OF_A_HOST),
  );
}

function readingsIn({ points }: Trend): number {
  return points.reduce((sum, { count }) => sum + count, 0);
}

async function bothSides(options: {
  readonly store: Pick<ObservationStore, 'summary'>;
  readonly service: string;
  readonly event: TimelineEvent;
  readonly cuts: readonly TimelineEvent[];
  readonly trend: Trend;
  readonly now: Date;
}): Promise<{ before: Side; after: Side; elapsedMs: number }> {
  const { store, service, event, cuts, trend, now } = options;
  const begin = (event.beganAt ?? event.at).getTime();
  const end = event.at.getTime();
  const others = cuts
    .filter(other => !(event.kind === 'run' && within(other, event)))
    .map(({ at }) => at.getTime());
  const from = Math.max(begin - SPAN_MS, ...others.filter(at => at < begin));
  const to = Math.min(
    end + SPAN_MS,
    now.getTime(),
    ...others.filter(at => at > end),
  );
  const { host, name } = trend;
  const [before, after] = await Promise.all(
    [
      { from, to: begin },
      { from: end, to },
    ].map(stretch =>
      store.summary({
        ...{ service, host, name },
        from: new Date(stretch.from),
        to: new Date(stretch.to),
      }),
    ),
  );
  return {
    before: toSide(before),
    after: toSide(after),
    elapsedMs: now.getTime() - end,
  };
}

function toSide(reading: Reading | undefined): Side {
  return reading === undefined
    ? { count: 0 }
    : { p50: reading.p50, p95: reading.p95, count: reading.count };
}
