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

import { readOnlyPlan, serviceDownPlan } from '../__fixtures__/plans';
import { summarisePlan } from './planSummary';

describe('summarisePlan', () => {
  it('counts every step once', () => {
    const summary = summarisePlan(serviceDownPlan);

    expect(summary).toMatchObject({
      steps: 9,
      reads: 5,
      asks: 1,
      skipped: 1,
    });
    expect(summary.changes.map(({ step }) => step.id)).toEqual([
      'restart',
      'tell',
    ]);
    expect(summary.unconfirmed.map(({ step }) => step.id)).toEqual(['tell']);
  });

  it('finds nothing that changes in a plan that only reads', () => {
    expect(summarisePlan(readOnlyPlan)).toEqual({
      steps: 4,
      reads: 4,
      changes: [],
      unconfirmed: [],
      asks: 0,
      skipped: 0,
    });
  });

  it('does not count a changing step that will be skipped as a change', () => {
    const [restart] = serviceDownPlan.steps.filter(
      ({ step }) => step.id === 'restart',
    );
    const skipped = {
      ...restart,
      condition: { expression: 'false', value: false },
    };

    expect(summarisePlan({ steps: [skipped] })).toMatchObject({
      changes: [],
      skipped: 1,
    });
  });
});
