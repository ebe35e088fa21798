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

import { serviceDownPlan } from '../__fixtures__/plans';
import {
  filterSteps,
  groupByHeading,
  groupByWork,
  hasHeadings,
  type PlacedStep,
} from './planOutline';

const steps: PlacedStep[] = serviceDownPlan.steps.map((planned, index) => ({
  planned,
  number: index + 1,
}));

const idsOf = (some: readonly PlacedStep[]) =>
  some.map(({ planned }) => planned.step.id);

describe('groupByWork', () => {
  it('puts changes first, and every step into one group', () => {
    const groups = groupByWork(steps);

    expect(groups.map(({ id, changes }) => [id, changes])).toEqual([
      ['work-changes', 2],
      ['work-by-hand', 0],
      ['work-checks', 0],
      ['work-skipped', 0],
    ]);
    expect(idsOf(groups[0].steps)).toEqual(['restart', 'tell']);
    expect(groups.flatMap(group => group.steps)).toHaveLength(steps.length);
  });
});

describe('groupByHeading', () => {
  const sections = new Map([
    ['health', '1. Look'],
    ['deployment', '1. Look'],
    ['restart', '2. Restart'],
    ['tell', '1. Look'],
  ]);

  it('keeps the order of the runbook, also where a heading comes again', () => {
    const groups = groupByHeading(steps, sections);

    expect(
      groups.map(({ by, steps: some }) => [
        by.kind === 'heading' ? by.text : by.work,
        some.length,
      ]),
    ).toEqual([
      ['1. Look', 2],
      [undefined, 2],
      ['2. Restart', 1],
      [undefined, 2],
      ['1. Look', 1],
      [undefined, 1],
    ]);
    expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length);
  });

  it('is of no use with a single heading', () => {
    expect(hasHeadings(steps, sections)).toBe(true);
    expect(hasHeadings(steps, new Map([['health', 'All']]))).toBe(false);
  });
});

describe('filterSteps', () => {
  it('finds steps by every word, in names, actions and previews', () => {
    const found = (text: string) =>
      idsOf(filterSteps(steps, { text, show: 'all' }));

    expect(found('RESTART mutation')).toEqual(['restart']);
    expect(found('pg_stat_activity')).toEqual(['sessions']);
    expect(found('flow:')).toEqual(['settle', 'storefront', 'escalate']);
    expect(found('nothing like it')).toEqual([]);
    expect(found(' ')).toHaveLength(steps.length);
  });

  it('can leave only what changes', () => {
    expect(idsOf(filterSteps(steps, { text: '', show: 'changes' }))).toEqual([
      'restart',
      'tell',
    ]);
  });
});
