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

import type { HealthStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable } from '../../runs/Database';
import { storableJson } from '../../runs/store/storableJson';
import type { Observation, SavedObservation } from '../ObservationStore';
import { stoodUntil } from './countStatus';
import { figuresOf } from './figures';
import { lockService, type LastObservation } from './lockService';
import {
  CONTINUOUS_MS,
  observeParts,
  sinceOfParts,
  type Change,
} from './parts';
import { rollUp, startOfHour } from './rollUp';
import { writeEndpointsSql, writeObservationSql } from './writeObservation';

/** An observation stands until this many next ones were missed. */
const STANDS_FOR_COLLECTIONS = 3;
const STANDS_AT_MOST_MS = 24 * 60 * 60_000;

/**
 * Saves an observation, in a transaction. The lock on the service makes those
 * of several replicas come one after the other, each with a later time.
 *
 * @param at - the time, where no clock is to be asked
 */
export async function saveObservation(
  tx: Queryable,
  observation: Observation,
  at: Date | undefined,
): Promise<SavedObservation> {
  const { service, status, hosts, latest, nextInMs } = observation;
  const locked = await lockService(tx, { service, at });
  const { id, now, last } = locked;

  const standsMs = last ? last.standsUntil.getTime() - last.at.getTime() : 0;
  const { parts, changes } = observeParts({
    ...{ before: locked.parts, observation, at: now, standsMs },
  });
  const since = sinceOf(last, { status, at: now, standsMs });
  const nextAt = new Date(now.getTime() + nextInMs);
  const standsUntil = new Date(
    now.getTime() +
      Math.min(STANDS_FOR_COLLECTIONS * nextInMs, STANDS_AT_MOST_MS),
  );

  const stood = last && stoodUntil(now, last);
  await tx.query(writeObservationSql, [
    ...[id, now, status, storableJson(presentOf(observation))],
    storableJson(hosts.map(withoutDetails)),
    storableJson(parts),
    ...[since, last?.status, nextAt, standsUntil, startOfHour(now)],
    storableJson([...serviceChange(last?.status, observation), ...changes]),
    figuresOf(observation),
    ...[stood?.status, stood?.from, stood?.to],
  ]);
  if (Object.keys(latest).length > 0) {
    await tx.query(writeEndpointsSql, [
      ...[id, storableJson(latest), hosts.map(({ host }) => host)],
    ]);
  }
  if (last) {
    const { rolledUntil } = last;
    await rollUp(tx, { serviceId: id, rolledUntil, at: now });
  }
  return {
    ...observation,
    ...{ at: now, since, nextAt },
    ...(last !== undefined && { previous: last.status }),
    sinceOf: sinceOfParts(observation, parts),
  };
}

function sinceOf(
  last: LastObservation | undefined,
  now: {
    readonly status: HealthStatus;
    readonly at: Date;
    readonly standsMs: number;
  },
): Date {
  if (last === undefined || last.status !== now.status) {
    return now.at;
  }
  const gapMs = now.at.getTime() - last.at.getTime();
  return gapMs <= Math.max(CONTINUOUS_MS, now.standsMs) ? last.since : now.at;
}

function serviceChange(
  before: HealthStatus | undefined,
  { status, summary }: Observation,
): readonly Change[] {
  const first = before === undefined;
  if (before === status || (first && status === 'healthy')) {
    return [];
  }
  return [{ to: status, message: summary, ...(!first && { from: before }) }];
}

/** Of the observation, what is shown as it is now. */
function presentOf(observation: Observation) {
  const { summary, hosts, readings, metrics, failure, nextInMs } = observation;
  return {
    ...{ summary, hosts, metrics, failure, nextInMs },
    readings: readings.map(({ samples, ...figures }) => figures),
  };
}

function withoutDetails(
  host: Observation['hosts'][number],
): Observation['hosts'][number] {
  return {
    ...host,
    checks: host.checks.map(({ details, ...check }) => check),
  };
}
