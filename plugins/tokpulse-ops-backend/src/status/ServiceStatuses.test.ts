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

import { mockServices } from '@backstage/backend-test-utils';
import type { HealthStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Database } from '../runs/Database';
import { createRedactor } from '../runs/redaction';
import {
  createMigratedDatabase,
  createTestServices,
  eventually,
  type TestDatabase,
} from '../testing';
import { PostgresReadingStore } from './ReadingStore';
import { ServiceStatuses } from './ServiceStatuses';

jest.setTimeout(60_000);

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createMigratedDatabase();
});
afterAll(() => testDatabase.drop());
beforeEach(() => testDatabase.knex.raw('truncate service_readings'));

const [service] = createTestServices().list();

/** Replicas that share a database, and the service that they ask. */
function world(options: { cacheMs: number; secret?: string }) {
  const asked = { times: 0 };
  const health = { status: 'healthy' as HealthStatus };
  const store = new PostgresReadingStore({
    database: new Database({ knex: testDatabase.knex }),
  });
  const replica = () =>
    new ServiceStatuses({
      store,
      redactor: createRedactor({ secrets: [options.secret ?? 'not-there'] }),
      logger: mockServices.logger.mock(),
      cacheMs: options.cacheMs,
      readHealth: async () => {
        asked.times += 1;
        return {
          service: service.id,
          status: health.status,
          summary: `It says ${options.secret ?? 'nothing'}`,
          at: new Date().toISOString(),
          hosts: [],
        };
      },
    });
  return { asked, health, replica };
}

describe('ServiceStatuses', () => {
  it('asks once however many ask at the same time', async () => {
    const { asked, replica } = world({ cacheMs: 60_000 });
    const statuses = replica();
    const readings = await Promise.all(
      Array.from({ length: 50 }, () => statuses.read(service)),
    );
    expect(asked.times).toBe(1);
    expect(new Set(readings).size).toBe(1);
  });

  it('shares a reading with other replicas', async () => {
    const { asked, replica } = world({ cacheMs: 60_000 });
    const first = await replica().read(service);
    expect(await replica().read(service)).toEqual(first);
    expect(asked.times).toBe(1);
  });

  it('asks again when the reading is too old', async () => {
    const { asked, replica } = world({ cacheMs: 1 });
    const statuses = replica();
    await statuses.read(service);
    await eventually(
      async () => {
        await statuses.read(service);
        return asked.times;
      },
      times => times > 1,
    );
    expect(asked.times).toBeGreaterThan(1);
  });

  it('keeps since while the status stays, and in every replica', async () => {
    const { health, replica } = world({ cacheMs: 0 });
    const { since } = await replica().read(service);
    expect((await replica().read(service)).since).toBe(since);
    health.status = 'unhealthy';
    const down = await replica().read(service);
    expect(Date.parse(down.since)).toBeGreaterThanOrEqual(Date.parse(since));
    expect((await replica().read(service)).since).toBe(down.since);
  });

  it('begins again after nobody has looked for long', async () => {
    const { replica } = world({ cacheMs: 0 });
    const { since } = await replica().read(service);
    await testDatabase.knex.raw(
      "update service_readings set read_at = read_at - interval '16 minutes', since = since - interval '1 day'",
    );
    const later = await replica().read(service);
    expect(Date.parse(later.since)).toBeGreaterThanOrEqual(Date.parse(since));
  });

  it('does not keep a failure', async () => {
    let fails = true;
    const { replica } = world({ cacheMs: 60_000 });
    const statuses = new ServiceStatuses({
      store: {
        recent: async () => undefined,
        save: async health => ({ ...health, since: health.at }),
      },
      redactor: createRedactor({ secrets: [] }),
      logger: mockServices.logger.mock(),
      cacheMs: 60_000,
      readHealth: async target => {
        if (fails) {
          throw new Error('No route');
        }
        return replica().read(target);
      },
    });
    await expect(statuses.read(service)).rejects.toThrow('No route');
    fails = false;
    await expect(statuses.read(service)).resolves.toMatchObject({
      status: 'healthy',
    });
  });

  it('stores and shows no configured secret that a service repeats', async () => {
    const secret = 's3cr3t-of-the-database';
    const { replica } = world({ cacheMs: 0, secret });
    expect((await replica().read(service)).summary).not.toContain(secret);
    const { rows } = await testDatabase.knex.raw(
      'select reading::text from service_readings',
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
});
