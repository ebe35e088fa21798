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

import type {
  MetricSampleView,
  MetricsView,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { searchOf } from './search';

interface ReadySearch {
  readonly id: string;
  readonly title: string;
  readonly search: string;
  /** Where else the figure is, when no metric has it. */
  readonly instead: string;
  /** A search for metrics that come nearest. */
  readonly near?: string;
}

/**
 * What operations documents look for with `grep` in a metrics page. TokPulse's
 * page has none of it (`reference/tokpulse.md` §2.6): each says where the
 * figure is instead.
 */
const searches: readonly ReadySearch[] = [
  {
    id: 'error',
    title: 'Errors',
    search: 'error',
    instead:
      'Errors are in the log of the service; which of its checks fail is shown under Health',
    near: 'health_checks_total status=unhealthy',
  },
  {
    id: 'api-response-time',
    title: 'Response time of the API',
    search: 'api_response_time',
    instead:
      'Performance shows it as api_response_time, with median and 95th percentile from the service’s own measurements; how long the health endpoint takes is under Health',
    near: 'request_duration',
  },
  {
    id: 'db-query-time',
    title: 'Query time of the database',
    search: 'db_query_time',
    instead:
      'Queries are not measured. The database check under Health says how long one query takes; slow queries are in pg_stat_statements',
    near: 'check_duration check=database',
  },
  {
    id: 'memory-usage',
    title: 'Memory',
    search: 'memory_usage',
    instead:
      'The memory check under Health has the heap in its details (a share of the current heap, not of a limit)',
    near: 'resident_memory',
  },
  {
    id: 'rate-limit',
    title: 'Rate limit',
    search: 'rate_limit',
    instead:
      'The host tells it in the RateLimit headers of its answers: what is left is shown beside each host under Health',
  },
];

/** The ready-made searches, with a note where nothing on the pages fits. */
export function readySearches(
  samples: readonly MetricSampleView[],
): MetricsView['searches'] {
  return searches.map(({ id, title, search, instead, near }) => {
    if (samples.some(searchOf(search))) {
      return { id, title, search };
    }
    const nearest =
      near === undefined ? undefined : samples.find(searchOf(near));
    return {
      ...{ id, title, search },
      note: [
        `No metric of this service has ${search} in it`,
        instead,
        ...(nearest
          ? [`The nearest metric is ${nearest.name} (search: ${near})`]
          : []),
      ].join('. '),
    };
  });
}
