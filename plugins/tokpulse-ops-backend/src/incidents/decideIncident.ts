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

/** Collections in which a service has to be healthy until its incident is over. */
export const HEALTHY_UNTIL_CLOSED = 2;

/** What is remembered of a service between two observations. */
export interface IncidentMemory {
  /** The last observation that was looked at. */
  readonly observedAt?: Date;
  /** Since when it has been degraded, as long as no incident is open. */
  readonly degradedSince?: Date;
  /** The incident that is open. */
  readonly open?: {
    readonly id: string;
    /** The worst status in it. */
    readonly status: 'degraded' | 'unhealthy';
    /** Collections in a row in which the service was healthy. */
    readonly healthySeen: number;
  };
}

/** What an observation means for the incidents of its service. */
export type IncidentDecision =
  | { readonly kind: 'nothing' }
  /** Remember since when it is degraded, or that it no longer is. */
  | { readonly kind: 'degraded-since'; readonly since: Date | undefined }
  | {
      readonly kind: 'open';
      readonly status: 'degraded' | 'unhealthy';
      /** When it began to be not healthy. */
      readonly beganAt: Date;
    }
  | { readonly kind: 'worse' }
  /** Remember in how many collections in a row it was healthy. */
  | { readonly kind: 'healthy-seen'; readonly count: number }
  | { readonly kind: 'close' };

const nothing: IncidentDecision = { kind: 'nothing' };

/**
 * An incident opens when a service is unhealthy, or has been degraded for
 * longer than `degradedForMs`; it is over after two collections in which it is
 * healthy. `unknown` neither opens nor closes, and an older observation than
 * the last one says nothing.
 */
export function decideIncident(
  memory: IncidentMemory,
  observation: {
    readonly status: HealthStatus;
    readonly since: Date;
    readonly at: Date;
  },
  options: { readonly degradedForMs: number },
): IncidentDecision {
  const { observedAt, degradedSince, open } = memory;
  const { status, since, at } = observation;
  if (observedAt !== undefined && at.getTime() <= observedAt.getTime()) {
    return nothing;
  }
  switch (status) {
    case 'unknown':
      return nothing;
    case 'healthy': {
      if (open === undefined) {
        return degradedSince === undefined
          ? nothing
          : { kind: 'degraded-since', since: undefined };
      }
      const count = open.healthySeen + 1;
      return count >= HEALTHY_UNTIL_CLOSED
        ? { kind: 'close' }
        : { kind: 'healthy-seen', count };
    }
    case 'unhealthy':
      if (open === undefined) {
        return {
          kind: 'open',
          status,
          beganAt: earlier(degradedSince, earlier(since, at)),
        };
      }
      if (open.status === 'degraded') {
        return { kind: 'worse' };
      }
      return open.healthySeen === 0
        ? nothing
        : { kind: 'healthy-seen', count: 0 };
    case 'degraded': {
      if (open !== undefined) {
        return open.healthySeen === 0
          ? nothing
          : { kind: 'healthy-seen', count: 0 };
      }
      const beganAt = earlier(degradedSince, earlier(since, at));
      if (at.getTime() - beganAt.getTime() > options.degradedForMs) {
        return { kind: 'open', status, beganAt };
      }
      return degradedSince === undefined
        ? { kind: 'degraded-since', since: beganAt }
        : nothing;
    }
    default:
      throw new Error(`Unknown status ${status satisfies never}`);
  }
}

function earlier(a: Date | undefined, b: Date): Date {
  return a === undefined || b.getTime() < a.getTime() ? b : a;
}
