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

import { serviceStatusSchema } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { LatestStatuses } from './LatestStatuses';
import { healthy, MemoryObservationStore } from './testCollection';

function world(options: { readonly maxAgeMs?: number } = {}) {
  const clock = { now: Date.parse('2026-11-24T12:00:00.000Z') };
  const store = new MemoryObservationStore({ now: () => new Date(clock.now) });
  const asked = { times: 0 };
  const observed = () => store.save({ ...healthy('shop'), nextInMs: 60_000 });
  const statuses = new LatestStatuses({
    ...{ store, now: () => clock.now, ...options },
    collector: {
      refresh: () => {
        asked.times += 1;
        return observed();
      },
    },
  });
  return { asked, clock, observed, statuses };
}

describe('the status of a service', () => {
  it('is that of the last observation', async () => {
    const { asked, observed, statuses } = world();
    await observed();
    expect(await statuses.read({ id: 'shop' })).toEqual({
      ...{ service: 'shop', status: 'healthy', summary: 'All is well' },
      at: '2026-11-24T12:00:00.000Z',
      since: '2026-11-24T12:00:00.000Z',
      hosts: [],
    });
    expect(asked.times).toBe(0);
  });

  it('is asked for when there is none, in the form of the API', async () => {
    const { asked, statuses } = world();
    const status = await statuses.read({ id: 'shop' });
    expect(serviceStatusSchema.safeParse(status).success).toBe(true);
    expect(asked.times).toBe(1);
  });

  it('is asked for when nobody collected in time', async () => {
    const { asked, clock, observed, statuses } = world();
    await observed();
    clock.now += 90_000;
    await statuses.read({ id: 'shop' });
    expect(asked.times).toBe(0);
    clock.now += 10_000;
    await statuses.read({ id: 'shop' });
    expect(asked.times).toBe(1);
  });

  it('may be wanted younger than the pace makes it', async () => {
    const { asked, clock, observed, statuses } = world({ maxAgeMs: 1_000 });
    await observed();
    clock.now += 1_001;
    await statuses.read({ id: 'shop' });
    expect(asked.times).toBe(1);
  });
});
