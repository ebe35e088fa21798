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

import type { KeptMetricConfig } from '../../services/collectionConfig';
import type { KeptMetric } from '../ObservationStore';
import type { MetricSample } from './exposition';

const MAX_KEPT_SERIES = 200;

/** Whether the history of a series is kept. */
export function isKept(
  { name, labels }: Pick<MetricSample, 'name' | 'labels'>,
  keep: readonly KeptMetricConfig[],
): boolean {
  return keep.some(
    wanted =>
      wanted.name === name &&
      Object.entries(wanted.labels).every(
        ([label, value]) =>
          Object.hasOwn(labels, label) && labels[label] === value,
      ),
  );
}

/** The values to keep of what a page says; at most 200 series of a host. */
export function keptMetrics(
  samples: readonly MetricSample[],
  host: string,
  keep: readonly KeptMetricConfig[],
): readonly KeptMetric[] {
  return samples
    .flatMap(({ name, labels, value }) =>
      value !== null && isKept({ name, labels }, keep)
        ? [{ host, name, labels, value }]
        : [],
    )
    .slice(0, MAX_KEPT_SERIES);
}
