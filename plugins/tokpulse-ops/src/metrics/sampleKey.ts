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

import type { MetricSampleView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** Labels as a metrics page writes them, in one order: `{check="database"}`. */
export function labelText(labels: MetricSampleView['labels']): string {
  const names = Object.keys(labels).sort();
  return names.length === 0
    ? ''
    : `{${names.map(name => `${name}="${labels[name]}"`).join(', ')}}`;
}

/** Tells one sample from another. */
export function sampleKey(
  sample: Pick<MetricSampleView, 'host' | 'name' | 'labels'>,
): string {
  return `${sample.host} ${sample.name}${labelText(sample.labels)}`;
}

/** The unit that a metric has by the custom of its name. */
export function unitOf(name: string): string {
  const base = name.replace(/_(total|sum|max|min|avg|p\d+)$/, '');
  const unit = base.match(/_(seconds|bytes|ms|milliseconds|percent)$/)?.[1];
  return unit === 'milliseconds' ? 'ms' : unit ?? 'count';
}
