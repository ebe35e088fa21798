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

import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import {
  defaultObservationRetention,
  readObservationRetention,
} from './observationsConfig';

const DAY_MS = 86_400_000;

const read = (retention?: JsonObject) =>
  readObservationRetention(
    new ConfigReader({
      tokpulseOps: retention ? { observations: { retention } } : {},
    }),
  );

describe('readObservationRetention', () => {
  it('keeps two days, two weeks, 400 days and five years by default', () => {
    expect(read()).toEqual({
      rawMs: 2 * DAY_MS,
      minutesMs: 14 * DAY_MS,
      hoursMs: 400 * DAY_MS,
      daysMs: 1825 * DAY_MS,
    });
    expect(read()).toEqual(defaultObservationRetention);
  });

  it('reads hours, days and years', () => {
    expect(
      read({ raw: '36h', minutes: '30d', hours: '2y', days: '10y' }),
    ).toEqual({
      rawMs: 1.5 * DAY_MS,
      minutesMs: 30 * DAY_MS,
      hoursMs: 730 * DAY_MS,
      daysMs: 3650 * DAY_MS,
    });
  });

  it.each([
    [{ raw: 'a while' }, 'retention.raw must be a time such as 36h, 14d or 5y'],
    [{ days: '0y' }, 'retention.days must be a time such as'],
    [{ raw: '30m' }, 'retention.raw must be at least 1h, because'],
    [{ minutes: '1d' }, 'retention.minutes must be at least 2d, because'],
    [{ hours: '30d' }, 'retention.hours must be at least 100d, because'],
    [{ days: '90d' }, 'retention.days must be at least 100d, because'],
    [
      { hours: '3y', days: '2y' },
      'retention.days must be at least as long as tokpulseOps.observations.retention.hours',
    ],
    [
      { minutes: '2y' },
      'retention.hours must be at least as long as tokpulseOps.observations.retention.minutes',
    ],
  ])('refuses %j', (retention, message) => {
    expect(() => read(retention)).toThrow(message);
  });
});
