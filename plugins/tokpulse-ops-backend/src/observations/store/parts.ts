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
import type { Observation } from '../ObservationStore';

/** What the store knows of a host (`host`) or a check (`host/check`). */
export interface Part {
  readonly status: HealthStatus;
  /** ISO 8601 UTC, like all times here. */
  readonly since: string;
  /** The status before this one, if it ever had another one. */
  readonly previous?: HealthStatus;
  readonly seen: string;
}

export type Parts = Readonly<Record<string, Part>>;

/** One status that is another one than before. */
export interface Change {
  readonly host?: string;
  readonly check?: string;
  /** Absent when it was never seen before. */
  readonly from?: HealthStatus;
  readonly to: HealthStatus;
  readonly message: string;
}

/** A gap this long in what was observed does not make a status begin anew. */
export const CONTINUOUS_MS = 15 * 60_000;

/** What is not seen for so long is forgotten. */
const FORGET_MS = 30 * 24 * 60 * 60_000;

interface SeenPart {
  readonly key: string;
  readonly status: HealthStatus;
  readonly host: string;
  readonly check?: string;
  readonly message: string;
  /** Not judged, so that its changes are none of the service. */
  readonly ignored: boolean;
}

/**
 * Since when hosts and checks have their status, and which of them have
 * another one than before. Parts that this observation does not have, such as
 * the checks of a host that did not answer, are remembered as they were.
 *
 * @param standsMs - how long the observation before could stand, milliseconds
 */
export function observeParts(options: {
  readonly before: Parts;
  readonly observation: Pick<Observation, 'hosts'>;
  readonly at: Date;
  readonly standsMs: number;
}): { readonly parts: Parts; readonly changes: readonly Change[] } {
  const { before, observation, at, standsMs } = options;
  const now = at.toISOString();
  const continuousMs = Math.max(CONTINUOUS_MS, standsMs);
  const changes: Change[] = [];
  const seen = partsOf(observation).map(
    ({ key, status, host, check, message, ignored }) => {
      const last = before[key];
      const same = last?.status === status;
      if (!same && !ignored && (last !== undefined || status !== 'healthy')) {
        changes.push({
          ...{ host, to: status, message },
          ...(check !== undefined && { check }),
          ...(last !== undefined && { from: last.status }),
        });
      }
      const continuous =
        same && at.getTime() - Date.parse(last.seen) <= continuousMs;
      const previous = same ? last.previous : last?.status;
      const part: Part = {
        ...{ status, seen: now },
        since: continuous ? last.since : now,
        ...(previous !== undefined && { previous }),
      };
      return [key, part] as const;
    },
  );
  const remembered = Object.entries(before).filter(
    ([, part]) => at.getTime() - Date.parse(part.seen) < FORGET_MS,
  );
  return {
    parts: Object.fromEntries<Part>([...remembered, ...seen]),
    changes,
  };
}

/** Of the parts that are in the observation. */
export function sinceOfParts(
  observation: Pick<Observation, 'hosts'>,
  parts: Parts,
): Readonly<
  Record<string, { readonly since: Date; readonly previous?: HealthStatus }>
> {
  return Object.fromEntries(
    partsOf(observation).flatMap(({ key }) => {
      const part = parts[key];
      return part === undefined
        ? []
        : [
            [
              key,
              {
                since: new Date(part.since),
                ...(part.previous !== undefined && { previous: part.previous }),
              },
            ],
          ];
    }),
  );
}

function partsOf({ hosts }: Pick<Observation, 'hosts'>): readonly SeenPart[] {
  return hosts.flatMap(({ host, status, message, checks }) => [
    { key: host, status, host, message, ignored: false },
    ...checks.map(check => ({
      key: `${host}/${check.name}`,
      status: check.status,
      host,
      check: check.name,
      message: check.message ?? `${check.name} is ${check.status}`,
      ignored: check.ignored,
    })),
  ]);
}
