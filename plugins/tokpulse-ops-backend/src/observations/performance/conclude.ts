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

import type { Comparison } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { change, figure } from './figureWords';

/** Readings that each side needs: with fewer, one slow answer decides. */
export const ENOUGH_READINGS = 20;
/** A change that is worth a word, as a share of what was before. */
const TELLING_CHANGE = 0.2;
/** Below this, a share of milliseconds is noise. */
const TELLING_MS = 10;
const EARLY_MS = 10 * 60_000;

export type Side = Comparison['before'];

/** What the readings on both sides of an event say, in words. */
export function conclude(options: {
  readonly unit: string;
  readonly before: Side;
  readonly after: Side;
  /** Milliseconds since the event. */
  readonly elapsedMs: number;
  /** The process that measured began anew in between, and forgot. */
  readonly emptied: boolean;
}): Pick<Comparison, 'conclusion' | 'direction'> {
  const { before, after, elapsedMs, emptied, unit } = options;
  if (before.count < ENOUGH_READINGS || after.count < ENOUGH_READINGS) {
    return {
      direction: 'not-known',
      conclusion: `Too few readings to tell: ${before.count} before and ${after.count} after, and it takes ${ENOUGH_READINGS} on each side`,
    };
  }
  const [p95, p50] = (['p95', 'p50'] as const).map(statistic =>
    compare(before[statistic], after[statistic], { unit, statistic }),
  );
  const telling = p95.direction === 'same' ? p50 : p95;
  if (telling.direction === 'not-known') {
    return {
      direction: 'not-known',
      conclusion: 'There is nothing to compare on one side',
    };
  }
  const words = {
    better: 'Better since then',
    worse: 'Worse since then',
    same: 'No telling change',
  }[telling.direction];
  return {
    direction: telling.direction,
    conclusion: [
      `${words}: ${[p95.words, p50.words].filter(Boolean).join('; ')}`,
      ...(emptied
        ? [
            'The restart emptied the figures of the service itself; those from before are what the portal had collected',
          ]
        : []),
      ...(elapsedMs < EARLY_MS
        ? [
            `Only ${inMinutes(
              elapsedMs,
            )} have passed, and a process that has just begun is slower`,
          ]
        : []),
    ].join('. '),
  };
}

function inMinutes(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 2
    ? `${Math.floor(ms / 1000)} seconds`
    : `${minutes} minutes`;
}

interface Compared {
  readonly direction: Comparison['direction'];
  readonly words?: string;
}

function compare(
  before: number | undefined,
  after: number | undefined,
  { unit, statistic }: { readonly unit: string; readonly statistic: string },
): Compared {
  if (before === undefined || after === undefined) {
    return { direction: 'not-known' };
  }
  const telling =
    Math.abs(after - before) > before * TELLING_CHANGE &&
    (unit !== 'ms' || Math.abs(after - before) > TELLING_MS);
  const words = `${statistic} ${figure(before, unit)} before, ${figure(
    after,
    unit,
  )} after${before > 0 ? ` (${change(before, after)})` : ''}`;
  if (!telling) {
    return { direction: 'same', words };
  }
  return { direction: after > before ? 'worse' : 'better', words };
}
