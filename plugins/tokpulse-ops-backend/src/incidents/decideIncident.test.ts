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
import { decideIncident, type IncidentMemory } from './decideIncident';

const at = new Date('2026-11-24T14:00:00Z');
const minutesAgo = (minutes: number) =>
  new Date(at.getTime() - minutes * 60_000);
const decide = (
  memory: IncidentMemory,
  status: HealthStatus,
  since: Date = at,
) => decideIncident(memory, { status, since, at }, { degradedForMs: 300_000 });

const degraded = { id: 'i', status: 'degraded', healthySeen: 0 } as const;
const unhealthy = { id: 'i', status: 'unhealthy', healthySeen: 0 } as const;

describe('an incident', () => {
  it('opens at once when the service is unhealthy', () => {
    expect(decide({}, 'unhealthy')).toEqual({
      kind: 'open',
      status: 'unhealthy',
      beganAt: at,
    });
  });

  it('opens when the service has been degraded for longer than five minutes', () => {
    expect(decide({}, 'degraded')).toEqual({
      kind: 'degraded-since',
      since: at,
    });
    const memory = { degradedSince: minutesAgo(5) };
    expect(decide(memory, 'degraded')).toEqual({ kind: 'nothing' });
    expect(decide({ degradedSince: minutesAgo(6) }, 'degraded')).toEqual({
      kind: 'open',
      status: 'degraded',
      beganAt: minutesAgo(6),
    });
    expect(decide({}, 'degraded', minutesAgo(6))).toMatchObject({
      kind: 'open',
    });
  });

  it('began when the service was degraded, although it is unhealthy now', () => {
    expect(decide({ degradedSince: minutesAgo(2) }, 'unhealthy')).toMatchObject(
      { beganAt: minutesAgo(2) },
    );
  });

  it('does not begin where a service was degraded for a moment', () => {
    expect(decide({ degradedSince: minutesAgo(2) }, 'healthy')).toEqual({
      kind: 'degraded-since',
      since: undefined,
    });
  });

  it('becomes worse once', () => {
    expect(decide({ open: degraded }, 'unhealthy')).toEqual({ kind: 'worse' });
    expect(decide({ open: unhealthy }, 'unhealthy')).toEqual({
      kind: 'nothing',
    });
    expect(decide({ open: unhealthy }, 'degraded')).toEqual({
      kind: 'nothing',
    });
  });

  it('is over after two collections in a row in which the service is healthy', () => {
    expect(decide({ open: unhealthy }, 'healthy')).toEqual({
      kind: 'healthy-seen',
      count: 1,
    });
    const once = { ...unhealthy, healthySeen: 1 };
    expect(decide({ open: once }, 'healthy')).toEqual({ kind: 'close' });
    for (const status of ['unhealthy', 'degraded'] as const) {
      expect(decide({ open: once }, status)).toEqual({
        kind: 'healthy-seen',
        count: 0,
      });
    }
  });

  it.each([
    {},
    { degradedSince: minutesAgo(60) },
    { open: degraded },
    { open: { ...unhealthy, healthySeen: 1 } },
  ])('neither opens nor ends while the state is not known: %j', memory => {
    expect(decide(memory, 'unknown')).toEqual({ kind: 'nothing' });
  });

  it('does not follow an observation that is older than the last one', () => {
    expect(decide({ observedAt: at }, 'unhealthy')).toEqual({
      kind: 'nothing',
    });
    expect(decide({ observedAt: minutesAgo(1) }, 'unhealthy')).toMatchObject({
      kind: 'open',
    });
  });
});
