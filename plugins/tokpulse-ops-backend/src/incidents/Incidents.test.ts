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
import { ConfigReader } from '@backstage/config';
import type {
  HealthStatus,
  Suggestion,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Notices } from '../approvals/Notices';
import type { TakenNotice } from '../approvals/store/notices';
import { api, faults, plainHost } from '../observations/__fixtures__/faults';
import { Markers } from '../observations/markers';
import type { SavedObservation } from '../observations/ObservationStore';
import { Database } from '../runs/Database';
import { createRedactor } from '../runs/redaction';
import { ConfiguredServices } from '../services';
import { createMigratedDatabase, type TestDatabase } from '../testing';
import { Incidents } from './Incidents';

jest.setTimeout(60_000);

const suggestion: Suggestion = {
  runbook: 'service-down',
  title: 'P0 – Service down',
  severity: 'P0',
  respondWithinMs: 300_000,
  because: 'TokPulse is unhealthy',
};

const services = ConfiguredServices.fromConfig(
  new ConfigReader({
    tokpulseOps: {
      services: {
        tokpulse: {
          title: 'TokPulse',
          alerts: {
            notify: ['operators'],
            slack: { webhookUrl: 'https://hooks.slack.com/services/T/B/x' },
            email: { to: ['ops@example.com'] },
          },
          hosts: { api: { url: 'https://api.example.com' } },
        },
        quiet: {
          title: 'Quiet',
          alerts: { severities: ['P0'] },
          hosts: { api: { url: 'https://api.example.com' } },
        },
      },
    },
  }),
  { fingerprintKey: 'key' },
);

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createMigratedDatabase();
});
afterAll(() => testDatabase?.drop());
beforeEach(async () => {
  for (const table of ['incidents', 'incident_watch', 'notices', 'markers']) {
    await testDatabase.knex(table).delete();
  }
});

/** A replica, and what it told. */
function replica(suggested: readonly Suggestion[] = [suggestion]) {
  const told: TakenNotice[] = [];
  const tell = async (notice: TakenNotice) => {
    told.push(notice);
  };
  const database = new Database({ knex: testDatabase.knex });
  const logger = mockServices.logger.mock();
  const notices = new Notices({
    ...{ database, logger },
    send: async () => undefined,
    channels: { backstage: tell, slack: tell, email: tell },
  });
  const incidents = new Incidents({
    ...{ database, services, notices, logger },
    suggestions: { of: async () => suggested },
    markers: new Markers({ database }),
    redactor: createRedactor({ secrets: ['s3cr3t-note'] }),
  });
  return { incidents, notices, told, logger };
}

let clock = Date.parse('2026-11-24T14:00:00Z');

function observation(
  status: HealthStatus,
  other: Partial<SavedObservation> = {},
): SavedObservation {
  clock += 1_000;
  const at = new Date(clock);
  return {
    service: 'tokpulse',
    status,
    summary: `It is ${status}`,
    hosts: status === 'unhealthy' ? faults.crash : [api(), plainHost('app')],
    readings: [],
    metrics: [],
    latest: {},
    nextInMs: 15_000,
    nextAt: new Date(clock + 15_000),
    since: at,
    sinceOf: {},
    at,
    ...other,
  };
}

const open = async (incidents: Incidents) =>
  (await incidents.open(['tokpulse'])).get('tokpulse');

describe('incidents', () => {
  it('of two replicas and twenty observations at once are one, told once each way', async () => {
    const replicas = [replica(), replica()];
    const readings = Array.from({ length: 20 }, () => observation('unhealthy'));
    await Promise.all(
      readings.map((reading, index) =>
        replicas[index % 2].incidents.observe(reading),
      ),
    );
    await Promise.all(replicas.map(({ notices }) => notices.sendDue()));
    await Promise.all(replicas.map(({ notices }) => notices.sendDue()));

    expect(await testDatabase.knex('incidents')).toHaveLength(1);
    const told = replicas.flatMap(one => one.told);
    expect(told.map(({ channel }) => channel).sort()).toEqual([
      'backstage',
      'email',
      'slack',
    ]);
    for (const { logger } of replicas) {
      expect(logger.warn).not.toHaveBeenCalled();
    }
  });

  it('are told when they open, get worse and end, and at no other reading', async () => {
    const { incidents, notices, told } = replica();
    const degradedSince = new Date(clock - 6 * 60_000);
    const slow = { hosts: faults['slow-database'], since: degradedSince };
    for (const reading of [
      observation('degraded', slow),
      observation('degraded', slow),
      observation('unhealthy'),
      observation('unhealthy'),
      observation('degraded', slow),
      observation('unknown'),
      observation('unhealthy'),
      observation('healthy'),
      observation('unhealthy'),
      observation('healthy'),
      observation('unknown'),
      observation('healthy'),
      observation('healthy'),
    ]) {
      await incidents.observe(reading);
      await notices.sendDue();
    }
    const mails = told.filter(({ channel }) => channel === 'email');
    expect(mails.map(({ title }) => title)).toEqual([
      'P0: TokPulse is degraded',
      'P0: TokPulse became worse and is unhealthy',
      'TokPulse is healthy again',
    ]);
    expect(mails[0].description).toContain(
      'api: database answers in 1.8 s, threshold 1 s, since',
    );
    expect(mails[1].description).toMatch(
      /does not answer.*somebody responds within 5 min\. Runbook that fits: P0 – Service down/,
    );
    expect(mails[1].link).toBe(
      '/tokpulse-ops/services/tokpulse?plan=service-down',
    );
    expect(mails[2].description).toMatch(/^It was unhealthy from .* for 6 min/);
    expect(mails[2].link).toBe('/tokpulse-ops/services/tokpulse');
    expect(told).toHaveLength(9);
  });

  it('have the severity and time of the runbook that fits best', async () => {
    const { incidents } = replica([
      { ...suggestion, severity: 'P1', respondWithinMs: 600_000 },
    ]);
    await incidents.observe(observation('unhealthy'));
    expect(await open(incidents)).toMatchObject({
      service: 'tokpulse',
      status: 'unhealthy',
      severity: 'P1',
      respondWithinMs: 600_000,
      runbook: { id: 'service-down', title: 'P0 – Service down' },
    });
  });

  it('have a severity where no runbook fits', async () => {
    const { incidents } = replica([]);
    await incidents.observe(observation('unhealthy'));
    const incident = await open(incidents);
    expect(incident).toMatchObject({
      severity: 'P0',
      respondWithinMs: 300_000,
    });
    expect(incident).not.toHaveProperty('runbook');
  });

  it('begin their clock again when they become worse', async () => {
    const { incidents } = replica([]);
    await incidents.observe(
      observation('degraded', {
        hosts: faults['slow-database'],
        since: new Date(clock - 3_600_000),
      }),
    );
    expect(await open(incidents)).toMatchObject({
      severity: 'P2',
      respondWithinMs: 3_600_000,
    });
    const worse = observation('unhealthy');
    await incidents.observe(worse);
    expect(await open(incidents)).toMatchObject({
      status: 'unhealthy',
      severity: 'P0',
      respondWithinMs: 300_000,
      escalatedAt: worse.at.toISOString(),
    });
  });

  it('name the deployment that they started after', async () => {
    const { incidents } = replica();
    const hour = 3_600_000;
    const version = (text: string, uptimeMs: number) => ({
      hosts: [{ ...api(), version: text, uptimeMs }],
    });
    await incidents.observe(observation('healthy', version('1.4.1', hour)));
    await incidents.observe(observation('healthy', version('1.4.2', 1_000)));
    clock += 4 * 60_000;
    await incidents.observe(observation('unhealthy'));
    expect((await open(incidents))?.summary).toContain(
      'started 4 min after deployment 1.4.2 of api',
    );
  });

  it('are not told where their severity is not asked for', async () => {
    const { incidents, notices, told } = replica([]);
    const degraded = {
      service: 'quiet',
      hosts: faults['slow-database'],
      since: new Date(clock - 3_600_000),
    };
    await incidents.observe(observation('degraded', degraded));
    await notices.sendDue();
    expect(told).toEqual([]);
    await incidents.observe(observation('unhealthy', { service: 'quiet' }));
    await notices.sendDue();
    expect(told.map(({ channel }) => channel)).toEqual(['backstage']);
  });

  it('are acknowledged once, by whoever is first', async () => {
    const { incidents } = replica();
    await incidents.observe(observation('unhealthy'));
    const id = (await open(incidents))?.id ?? '';
    const acknowledge = (by: string, note?: string) =>
      incidents.acknowledge({ service: 'tokpulse', id, by, note });
    const first = await acknowledge('user:default/olga', 'on s3cr3t-note it');
    expect(first).toMatchObject({
      acknowledgedBy: 'user:default/olga',
      note: 'on [redacted] it',
    });
    expect(await acknowledge('user:default/otto')).toEqual(first);
    await expect(
      incidents.acknowledge({ service: 'quiet', id, by: 'user:default/olga' }),
    ).rejects.toMatchObject({ code: 'no-such-incident' });
  });

  it('that are over cannot be acknowledged', async () => {
    const { incidents } = replica();
    await incidents.observe(observation('unhealthy'));
    const id = (await open(incidents))?.id ?? '';
    await incidents.observe(observation('healthy'));
    await incidents.observe(observation('healthy'));
    await expect(
      incidents.acknowledge({
        ...{ service: 'tokpulse', id, by: 'user:default/olga' },
      }),
    ).rejects.toMatchObject({ code: 'incident-over' });
  });

  it('are listed newest first, page by page', async () => {
    const { incidents } = replica();
    for (let index = 0; index < 5; index += 1) {
      await incidents.observe(observation('unhealthy'));
      await incidents.observe(observation('healthy'));
      await incidents.observe(observation('healthy'));
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await incidents.list({
        ...{ service: 'tokpulse', limit: 2, cursor },
      });
      seen.push(...page.items.map(({ openedAt }) => openedAt));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(5);
    expect(seen).toEqual([...seen].sort().reverse());
  });

  it('keep the collection going when they cannot be followed', async () => {
    const { incidents, logger } = replica();
    await testDatabase.knex.raw('alter table incident_watch rename to away');
    try {
      await incidents.observe(observation('unhealthy'));
    } finally {
      await testDatabase.knex.raw('alter table away rename to incident_watch');
    }
    expect(logger.warn).toHaveBeenCalledTimes(1);
    await incidents.observe(observation('unhealthy'));
    expect(await open(incidents)).toBeDefined();
  });
});
