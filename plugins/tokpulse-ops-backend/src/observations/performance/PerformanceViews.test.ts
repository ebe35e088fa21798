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

import { createMigratedDatabase, type TestDatabase } from '../../testing';
import { Database } from '../../runs/Database';
import { Markers } from '../markers';
import type { Reading } from '../ObservationStore';
import {
  host,
  observation,
  TestClock,
  testObservations,
} from '../store/__testUtils__/testObservations';
import { PerformanceViews } from './PerformanceViews';
import { Timeline } from './Timeline';

jest.setTimeout(60_000);

const MINUTE_MS = 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
});
afterAll(() => database.drop());

const reading = (name: string, values: readonly number[]): Reading => ({
  ...{ host: 'api', name, unit: 'ms', count: values.length, samples: values },
});

const hosts = {
  api: {
    ...{ name: 'api', url: 'https://api.example.com', health: '/health' },
    ...{ format: 'tokpulse', ignoreChecks: [], performance: '/performance' },
  },
};

/** A service that is observed every minute, and deployed in the middle. */
async function observedOverADeployment(service: string) {
  const db = new Database({ knex: database.knex });
  const markers = new Markers({ database: db });
  const deployedAt = Math.floor(Date.now() / MINUTE_MS - 30) * MINUTE_MS;
  const clock = new TestClock(new Date(deployedAt).toISOString());
  const { store, close } = testObservations({ database, clock });
  for (const minute of Array.from({ length: 60 }, (_, i) => i - 30)) {
    const at = deployedAt + minute * MINUTE_MS + 1_000;
    clock.set(new Date(at).toISOString());
    const isNew = minute >= 0;
    const values = isNew ? [300, 310, 420] : [80, 90, 120];
    const saved = await store.save(
      observation({
        service,
        hosts: [
          host({
            version: isNew ? '1.4.2' : '1.4.1',
            uptimeMs: isNew ? at - deployedAt : 9_000_000 + minute * MINUTE_MS,
          }),
        ],
        readings: [
          reading('response_time', [12]),
          reading('api_response_time', values),
        ],
      }),
    );
    await markers.observe(saved);
  }
  const views = new PerformanceViews({
    store,
    timeline: new Timeline({
      ...{ database: db, markers },
      incidents: async () => [
        {
          openedAt: new Date(deployedAt + 5 * MINUTE_MS).toISOString(),
          ...{ summary: 'The API is slow', status: 'degraded' },
        },
      ],
    }),
  });
  return { views, close };
}

describe('PerformanceViews', () => {
  it('compares before and after a deployment by what was collected', async () => {
    const { views, close } = await observedOverADeployment('compared');
    const request = {
      service: { id: 'compared', hosts },
      window: '24h',
      maySee: () => true,
    } as const;
    const view = await views.performance(request);
    const times = await views.responseTimes(request);
    await close();

    expect(view.markers).toEqual([
      expect.objectContaining({ kind: 'incident', label: 'The API is slow' }),
      expect.objectContaining({
        kind: 'deployment',
        label: 'api 1.4.2 (was 1.4.1)',
      }),
    ]);
    expect(times.markers).toEqual(view.markers);
    expect(times.trends.map(({ name }) => name)).toEqual(['response_time']);
    const byName = new Map(view.comparisons.map(each => [each.name, each]));
    expect(byName.get('response_time')).toMatchObject({ direction: 'same' });
    expect(byName.get('api_response_time')).toMatchObject({
      ...{ host: 'api', unit: 'ms', direction: 'worse' },
      marker: { kind: 'deployment' },
      conclusion: expect.stringMatching(
        /^Worse since then: p95 1\d\d ms before, 4\d\d ms after .* The restart emptied the figures of the service itself/,
      ),
    });
    expect(byName.get('api_response_time')?.before.count).toBeGreaterThan(80);
    expect(view.notes).toContainEqual(
      'api 1.4.2 (was 1.4.1): the figures of the service itself are younger',
    );
    expect(view.hosts).toMatchObject([
      { host: 'api', problem: 'The performance of api has not been read yet' },
    ]);
  });
});
