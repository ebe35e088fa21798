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

import { readySearches } from './readySearches';
import { searchOf } from './search';

const sample = (name: string, labels: Record<string, string> = {}) => ({
  ...{ host: 'api', name, labels, value: 1, text: '1', kept: false },
});

const samples = [
  sample('tokpulse_health_status', { environment: 'production' }),
  sample('tokpulse_health_checks_total', { status: 'unhealthy' }),
  sample('tokpulse_health_check_duration_seconds', { check: 'database' }),
];

const found = (text: string) =>
  samples.filter(searchOf(text)).map(({ name }) => name.slice(9));

describe('searchOf', () => {
  it.each([
    ['', 3],
    ['HEALTH', 3],
    ['check', 2],
    ['production', 1],
    ['environment', 1],
    ['health seconds', 1],
    ['health nothing', 0],
    ['status=unhealthy', 1],
    ['status="unhealthy"', 1],
    ['status=healthy', 0],
    ['check=database duration', 1],
    ['check=data', 0],
    ['missing=', 0],
    ['"', 3],
  ])('finds for %s as many as fit every word', (text, count) => {
    expect(found(text)).toHaveLength(count);
  });

  it('keeps what is within quotes together', () => {
    const one = sample('x', { title: 'two words' });
    expect(searchOf('title="two words"')(one)).toBe(true);
    expect(searchOf('title="two"')(one)).toBe(false);
  });
});

describe('readySearches', () => {
  it('offers what the operations document looks for, and says where it is instead', () => {
    const ready = readySearches(samples);
    expect(ready.map(({ search }) => search)).toEqual([
      ...['error', 'api_response_time', 'db_query_time', 'memory_usage'],
      'rate_limit',
    ]);
    for (const { search, note } of ready) {
      expect(note).toContain(`No metric of this service has ${search} in it. `);
    }
    expect(ready[2].note).toContain(
      'The nearest metric is tokpulse_health_check_duration_seconds (search: check_duration check=database)',
    );
  });

  it('has no such note where a metric fits', () => {
    const [first] = readySearches([sample('http_errors_total')]);
    expect(first).toEqual({ id: 'error', title: 'Errors', search: 'error' });
  });
});
