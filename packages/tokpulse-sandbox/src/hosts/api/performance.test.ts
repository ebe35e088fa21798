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

import { PerformanceMonitor } from './performance';

describe('PerformanceMonitor', () => {
  const record = (monitor: PerformanceMonitor, ...values: number[]) => {
    for (const value of values) {
      monitor.record({
        name: 'api_response_time',
        value,
        unit: 'ms',
        labels: {},
      });
    }
  };

  it('is healthy with a full score without any sample', () => {
    expect(new PerformanceMonitor().status()).toEqual({
      status: 'healthy',
      score: 100,
      violations: 0,
      recommendations: 0,
    });
  });

  it('compares the median with the budget, strictly', () => {
    const monitor = new PerformanceMonitor();
    record(monitor, 1, 200, 900);
    expect(monitor.violations()).toEqual([]);
    record(monitor, 260, 260);
    expect(monitor.violations()).toMatchObject([
      { budget: { name: 'api_response_time' }, actual: 260, violation: 60 },
    ]);
    expect(monitor.status()).toMatchObject({ status: 'warning', score: 93 });
  });

  it('can recommend by the mean what the median does not violate', () => {
    const monitor = new PerformanceMonitor();
    record(monitor, 10, 10, 10_000);
    expect(monitor.violations()).toEqual([]);
    expect(monitor.recommendations()).toHaveLength(1);
  });

  it('keeps the newest thousand samples of a name', () => {
    const monitor = new PerformanceMonitor();
    record(monitor, ...Array.from({ length: 1_200 }, (_, i) => i));
    const values = monitor.samples().map(({ value }) => value);
    expect(values).toHaveLength(1_000);
    expect(values[0]).toBe(200);
  });
});
