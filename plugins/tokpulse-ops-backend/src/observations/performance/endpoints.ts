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

import type { EndpointPerformance } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { groupBy } from '../groupBy';
import { summarise } from './nearestRank';
import type { ReportSample } from './PerformanceReport';

const MAX_ENDPOINTS = 10;

type MeasuredAnswer = ReportSample & { readonly path: string };

/** What the answers of a host took, by path; slowest first. */
export function endpointsOf(
  samples: readonly ReportSample[],
): readonly EndpointPerformance[] {
  const answers = samples.filter(
    (sample): sample is MeasuredAnswer =>
      sample.path !== undefined && /^(ms|s|seconds)$/.test(sample.unit),
  );
  const groups = groupBy(answers, ({ method, path, unit }) =>
    JSON.stringify([method, path, unit]),
  );
  return [...groups.values()]
    .flatMap(group => {
      const summary = summarise(group.map(({ value }) => value));
      const { method = '', path, unit } = group[0];
      return summary === undefined
        ? []
        : [
            {
              ...{ method, path, unit, ...summary },
              errors: group.filter(({ statusCode = 0 }) => statusCode >= 500)
                .length,
            },
          ];
    })
    .sort((a, b) => b.p95 - a.p95 || b.count - a.count)
    .slice(0, MAX_ENDPOINTS);
}
