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

import { anIncident, aState } from '../__fixtures__/healthViews';
import { ago } from '../__fixtures__/times';
import { servicesToShow } from './serviceList';

const states = [
  aState({ service: 'b', title: 'Billing' }),
  aState({ service: 'a', title: 'Analytics', activeRuns: 2 }),
  aState({ service: 'u', title: 'Unasked', status: 'unknown' }),
  aState({ service: 'd', title: 'Docs', status: 'degraded' }),
  aState({
    service: 'seen',
    title: 'Aaa',
    status: 'unhealthy',
    incident: anIncident({ acknowledgedAt: ago({ minutes: 1 }) }),
  }),
  aState({
    service: 'unseen',
    title: 'Zzz',
    status: 'unhealthy',
    incident: anIncident(),
  }),
];
const ids = (options: Partial<Parameters<typeof servicesToShow>[0]>) =>
  servicesToShow({ states, show: 'all', find: '', ...options }).map(
    ({ service }) => service,
  );

describe('The list of services', () => {
  it('has the worst first, and first of those what nobody sees to', () => {
    expect(ids({})).toEqual(['unseen', 'seen', 'd', 'u', 'a', 'b']);
  });

  it('can be narrowed to what is not healthy, or has runs', () => {
    expect(ids({ show: 'not-well' })).toEqual(['unseen', 'seen', 'd', 'u']);
    expect(ids({ show: 'with-runs' })).toEqual(['a']);
  });

  it('finds a service by a part of its title or id', () => {
    expect(ids({ find: ' BILL ' })).toEqual(['b']);
    expect(ids({ find: 'unseen' })).toEqual(['unseen']);
    expect(ids({ find: 'nothing' })).toEqual([]);
  });
});
