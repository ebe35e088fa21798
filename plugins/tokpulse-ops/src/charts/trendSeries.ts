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

import type { Trend } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ChartSeries } from './chartRows';

/** The median and the 95th percentile of trends, one pair of lines per host. */
export function trendSeries(
  trends: readonly Trend[],
  words: { readonly p50: string; readonly p95: string },
): ChartSeries[] {
  return trends.flatMap(({ host, points }) =>
    (['p95', 'p50'] as const).map(statistic => ({
      id: `${host} ${statistic}`,
      label: `${host}: ${words[statistic]}`,
      group: host,
      statistic: words[statistic],
      look: statistic === 'p95' ? ('solid' as const) : ('dashed' as const),
      points: points.map(point => ({
        at: Date.parse(point.at),
        value: point[statistic],
      })),
    })),
  );
}
