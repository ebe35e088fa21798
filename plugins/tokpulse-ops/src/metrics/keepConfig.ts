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

/** Labels that say how something is, not what it is: with them every change is another series. */
const fleeting = new Set(['status']);

/** The configuration that keeps the history of a metric, as YAML. */
export function keepConfig(
  service: string,
  sample: Pick<MetricSampleView, 'name' | 'labels'>,
): string {
  const labels = Object.entries(sample.labels).filter(
    ([name]) => !fleeting.has(name),
  );
  return [
    'tokpulseOps:',
    '  services:',
    `    ${service}:`,
    '      metrics:',
    '        keep:',
    `          - name: ${sample.name}`,
    ...(labels.length > 0
      ? [
          '            labels:',
          ...labels.map(
            ([name, value]) =>
              `              ${name}: ${JSON.stringify(value)}`,
          ),
        ]
      : []),
  ].join('\n');
}
