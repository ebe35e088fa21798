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

export interface Sample {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly timestamp: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface Budget {
  readonly name: string;
  readonly threshold: number;
  readonly unit: string;
  readonly severity: 'warning' | 'error';
  readonly description: string;
}

interface Violation {
  readonly budget: Budget;
  readonly actual: number;
  readonly violation: number;
}

const budget = (
  name: string,
  threshold: number,
  unit: string,
  severity: Budget['severity'],
  description: string,
): Budget => ({ name, threshold, unit, severity, description });

const mebibyte = 1024 * 1024;

export const budgets: readonly Budget[] = [
  budget(
    'lcp',
    2500,
    'ms',
    'error',
    'Largest Contentful Paint should be under 2.5s',
  ),
  budget('fid', 100, 'ms', 'error', 'First Input Delay should be under 100ms'),
  budget(
    'cls',
    0.1,
    'score',
    'error',
    'Cumulative Layout Shift should be under 0.1',
  ),
  budget(
    'inp',
    200,
    'ms',
    'error',
    'Interaction to Next Paint should be under 200ms',
  ),
  budget(
    'ttfb',
    800,
    'ms',
    'warning',
    'Time to First Byte should be under 800ms',
  ),
  budget(
    'bundle_size',
    mebibyte,
    'bytes',
    'warning',
    'Bundle should be under 1MB',
  ),
  budget(
    'bundle_size_gzipped',
    mebibyte / 4,
    'bytes',
    'warning',
    'Compressed bundle should be under 256KB',
  ),
  budget(
    'api_response_time',
    200,
    'ms',
    'warning',
    'API response time should be under 200ms',
  ),
  budget(
    'api_response_time_p95',
    500,
    'ms',
    'error',
    '95th percentile of API response time should be under 500ms',
  ),
  budget(
    'db_query_time',
    100,
    'ms',
    'warning',
    'Database query time should be under 100ms',
  ),
  budget(
    'db_query_time_p95',
    200,
    'ms',
    'error',
    '95th percentile of database query time should be under 200ms',
  ),
  budget(
    'memory_usage',
    512 * mebibyte,
    'bytes',
    'warning',
    'Memory usage should be under 512MB',
  ),
  budget(
    'memory_usage_p95',
    1024 * mebibyte,
    'bytes',
    'error',
    '95th percentile of memory usage should be under 1GB',
  ),
  budget(
    'cpu_usage',
    80,
    'percent',
    'warning',
    'CPU usage should be under 80%',
  ),
  budget(
    'cpu_usage_p95',
    95,
    'percent',
    'error',
    '95th percentile of CPU usage should be under 95%',
  ),
];

/** Samples kept for each name; the oldest go first. */
const keptSamples = 1_000;

/** Keeps samples in memory, so that a restart forgets them. */
export class PerformanceMonitor {
  readonly #samples = new Map<string, Sample[]>();

  record(sample: Omit<Sample, 'timestamp'>): void {
    const samples = this.#samples.get(sample.name) ?? [];
    this.#samples.set(sample.name, samples);
    samples.push({ ...sample, timestamp: new Date().toISOString() });
    if (samples.length > keptSamples) {
      samples.shift();
    }
  }

  samples(): Sample[] {
    return [...this.#samples.values()].flat();
  }

  /**
   * A budget is violated when the median of the samples of the same name is
   * above it; the 95th percentile for a name that contains "p95". No samples
   * of such a name are ever recorded.
   */
  violations(): Violation[] {
    return budgets.flatMap(each => {
      const values = (this.#samples.get(each.name) ?? [])
        .map(({ value }) => value)
        .sort((a, b) => a - b);
      if (values.length === 0) {
        return [];
      }
      const rank = each.name.includes('p95') ? 0.95 : 0.5;
      const actual = values[Math.ceil(values.length * rank) - 1];
      return actual > each.threshold
        ? [{ budget: each, actual, violation: actual - each.threshold }]
        : [];
    });
  }

  /** Advice by the mean, so that it can disagree with the violations. */
  recommendations(): string[] {
    const mean = (name: string) => {
      const samples = this.#samples.get(name) ?? [];
      const sum = samples.reduce((total, { value }) => total + value, 0);
      return samples.length === 0 ? 0 : sum / samples.length;
    };
    return mean('api_response_time') > 200
      ? [
          'Optimize API performance: cache, index, or move work out of the request',
        ]
      : [];
  }

  status(): {
    status: 'healthy' | 'warning' | 'critical';
    score: number;
    violations: number;
    recommendations: number;
  } {
    const violations = this.violations();
    const serious = violations.some(each => each.budget.severity === 'error');
    const share = (budgets.length - violations.length) / budgets.length;
    return {
      status:
        (violations.length === 0 && 'healthy') ||
        (serious && 'critical') ||
        'warning',
      score: Math.max(0, Math.round(share * 100)),
      violations: violations.length,
      recommendations: this.recommendations().length,
    };
  }
}
