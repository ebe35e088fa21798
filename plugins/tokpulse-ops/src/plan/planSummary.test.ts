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

import type { PlannedStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { readOnlyPlan, serviceDownPlan, teamPlan } from '../__fixtures__/plans';
import { summarisePlan } from './planSummary';

const stepOf = (id: string, changes: Partial<PlannedStep> = {}) => {
  const found = serviceDownPlan.steps.find(({ step }) => step.id === id);
  if (found === undefined) {
    throw new Error(`There is no step ${id}`);
  }
  return { ...found, step: { ...found.step }, ...changes };
};

describe('summarisePlan', () => {
  it('counts every step once', () => {
    const summary = summarisePlan(serviceDownPlan);

    expect(summary).toMatchObject({
      steps: 9,
      reads: 5,
      asks: 1,
      skipped: 1,
      targets: ['tokpulse/railway'],
    });
    expect(summary.changes.map(({ planned }) => planned.step.id)).toEqual([
      'restart',
      'tell',
    ]);
    expect(summary.unconfirmed.map(({ number }) => number)).toEqual([8]);
    expect(summary.late.map(({ number }) => number)).toEqual([3]);
  });

  it('finds nothing that changes in a plan that only reads', () => {
    expect(summarisePlan(readOnlyPlan)).toMatchObject({
      steps: 4,
      reads: 4,
      changes: [],
      unconfirmed: [],
      asks: 0,
      skipped: 0,
      targets: [],
      approvals: [],
    });
  });

  it('does not count a changing step that will be skipped as a change', () => {
    const skipped = stepOf('restart', {
      condition: { expression: 'false', value: false },
    });

    expect(summarisePlan({ steps: [skipped] })).toMatchObject({
      changes: [],
      skipped: 1,
      targets: [],
    });
  });

  it('asks nobody in solo mode', () => {
    const asking = stepOf('restart', { approval: { from: [], late: false } });

    expect(
      summarisePlan({ steps: [asking], approvals: 'solo' }).approvals,
    ).toEqual([]);
  });

  it('asks for the whole plan at once, and for what is known late when it is reached', () => {
    const [atOnce, reached, ...others] = summarisePlan(teamPlan).approvals;

    expect(atOnce).toMatchObject({
      from: ['group:default/tokpulse-approvers'],
      when: 'start',
    });
    expect(atOnce.steps.map(({ planned }) => planned.step.id)).toEqual([
      'restart',
    ]);
    expect(reached).toMatchObject({ when: 'reached' });
    expect(others).toEqual([]);
  });

  it('asks other people with a question of their own', () => {
    const from = (ref: string) => ({
      approval: { from: [`group:default/${ref}`], late: false },
    });
    const { approvals } = summarisePlan({
      approvals: 'team',
      steps: [
        stepOf('restart', from('a')),
        stepOf('tell', from('b')),
        stepOf('restart', from('a')),
      ],
    });

    expect(
      approvals.map(({ when, steps }) => [
        when,
        steps.map(({ number }) => number),
      ]),
    ).toEqual([
      ['start', [1, 3]],
      ['reached', [2]],
    ]);
  });
});
