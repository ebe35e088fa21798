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

import { teamPlan } from '../../__fixtures__/plans';
import { stepsOfApproval } from './stepsOfApproval';

const from = ['group:default/tokpulse-approvers'];
const idsOf = (...args: Parameters<typeof stepsOfApproval>) =>
  stepsOfApproval(...args).map(({ planned }) => planned.step.id);

describe('stepsOfApproval', () => {
  it('covers what was known and asks the same people', () => {
    expect(idsOf(teamPlan, { from })).toEqual(['restart']);
    expect(idsOf(teamPlan, { from: ['group:default/others'] })).toEqual([]);
  });

  it('covers nothing that will be skipped', () => {
    const steps = teamPlan.steps.map(planned => ({
      ...planned,
      condition: { expression: 'false', value: false },
    }));

    expect(idsOf({ steps }, { from })).toEqual([]);
  });

  it('is the one step that it names', () => {
    expect(idsOf(teamPlan, { from, stepId: 'tell' })).toEqual(['tell']);
  });
});
