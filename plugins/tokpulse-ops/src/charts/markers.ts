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

import type { Marker } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Tone } from '../tones/tones';
import type { TimeRange } from './windows';

/** How each kind of event looks. */
export const markerTone: Readonly<Record<Marker['kind'], Tone>> = {
  deployment: 'active',
  restart: 'warning',
  run: 'neutral',
  incident: 'critical',
};

/** An event with its place in a chart. */
export interface PlacedMarker extends Marker {
  readonly key: string;
  /** Says which entry of the list below the chart it is. */
  readonly sign: string;
  readonly time: number;
}

const MOST = 26;

/** The events of a range, oldest first, each with a letter; the newest where there are many. */
export function placeMarkers(
  markers: readonly Marker[],
  range: TimeRange,
): PlacedMarker[] {
  return markers
    .map(marker => ({ ...marker, time: Date.parse(marker.at) }))
    .filter(({ time }) => time >= range.from && time <= range.to)
    .sort((a, b) => a.time - b.time)
    .slice(-MOST)
    .map((marker, index) => ({
      ...marker,
      key: `${marker.at} ${marker.kind} ${index}`,
      sign: String.fromCharCode('A'.charCodeAt(0) + index),
    }));
}

/** Flags of events that are so close together that they would cover one another. */
export interface MarkerFlagGroup {
  readonly key: string;
  readonly time: number;
  readonly kind: Marker['kind'];
  /** The first and the last letter: "A–C". */
  readonly sign: string;
}

/** One flag for events that are closer than `share` of the range. */
export function flagsOf(
  markers: readonly PlacedMarker[],
  options: { readonly range: TimeRange; readonly share: number },
): MarkerFlagGroup[] {
  const { range, share } = options;
  const near = (range.to - range.from) * share;
  const groups: PlacedMarker[][] = [];
  for (const marker of markers) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (
      group !== undefined &&
      last !== undefined &&
      marker.time - last.time < near
    ) {
      group.push(marker);
    } else {
      groups.push([marker]);
    }
  }
  return groups.map(group => {
    const [first] = group;
    const last = group[group.length - 1];
    return {
      key: first.key,
      time: (first.time + last.time) / 2,
      kind: group.some(({ kind }) => kind === 'incident')
        ? 'incident'
        : first.kind,
      sign: first === last ? first.sign : `${first.sign}–${last.sign}`,
    };
  });
}
