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

import { DateTime } from 'luxon';
import { filterOf, queryOf } from './runFilter';

const read = (address: string) => filterOf(new URLSearchParams(address));

describe('The filter of runs', () => {
  it('is read from the address', () => {
    expect(
      read('service=tokpulse&state=failed&person=user:default/arne&other=1'),
    ).toEqual({
      service: 'tokpulse',
      state: 'failed',
      person: 'user:default/arne',
    });
  });

  it('ignores what is none', () => {
    expect(read('state=odd&service=&runbook=%20')).toEqual({});
    expect(queryOf({ from: 'yesterday', to: '2026-13-45' })).toEqual({});
  });

  it('takes whole days in the zone of the reader', () => {
    const query = queryOf({ from: '2026-11-01', to: '2026-11-02' });

    expect(query).toEqual({
      from: DateTime.local(2026, 11, 1).toUTC().toISO(),
      to: DateTime.local(2026, 11, 3).toUTC().toISO(),
    });
  });

  it('asks for every state in which a run is not over', () => {
    expect(queryOf({ state: 'active' }).state).toEqual([
      'queued',
      'running',
      'waiting',
      'needs-decision',
    ]);
    expect(queryOf({ state: 'needs-decision' }).state).toEqual([
      'needs-decision',
    ]);
  });
});
