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

import { hintsFrom } from './hints';
import type { CountRow } from './rows';
import type { Counts } from './SubscriptionCounts';

const now = new Date('2026-11-24T12:00:00Z');
const row = (change: Partial<CountRow>): CountRow => ({
  ...{ plan: 'p1', status: 'ACTIVE', count: 1, trial_over: 0, period_over: 0 },
  ...{ oldest_trial: null, oldest_period: null },
  ...change,
});
const counts = (change: Partial<Counts> = {}): Counts => ({
  at: now,
  total: 1_000_000,
  tables: {
    layout: { variant: 'current', told: '' },
    missingIndexes: [],
    estimate: 0,
  },
  byStatus: [
    { status: 'ACTIVE', count: 900_000 },
    { status: 'BOGUS', count: 3 },
  ],
  rows: [
    row({ plan: 'p1', oldest_period: '2026-10-02 00:00:00' }),
    row({ plan: 'p2', oldest_period: '2026-10-01 00:00:00' }),
    row({ status: 'EXPIRED', oldest_period: '2020-01-01 00:00:00' }),
  ],
  plans: [],
  ...change,
});

describe('hintsFrom', () => {
  it('begins a list of an anomaly where its state begins', () => {
    expect(hintsFrom(counts(), { anomaly: 'period-over' }, now)).toEqual({
      fewHaveState: false,
      notBefore: '2026-10-01 00:00:00',
    });
  });

  it('knows which states few have', () => {
    expect(hintsFrom(counts(), { status: 'BOGUS' }, now)).toEqual({
      fewHaveState: true,
    });
    expect(hintsFrom(counts(), { status: 'ACTIVE' }, now)).toEqual({
      fewHaveState: false,
    });
  });

  it.each([
    ['there are no counts', undefined],
    ['there are few rows', counts({ total: 40_000 })],
    ['they are old', counts({ at: new Date('2026-11-24T11:54:00Z') })],
  ])('says nothing when %s', (_when, known) => {
    expect(hintsFrom(known, { anomaly: 'period-over' }, now)).toEqual({});
    expect(hintsFrom(known, { status: 'BOGUS' }, now)).toEqual({});
  });
});
