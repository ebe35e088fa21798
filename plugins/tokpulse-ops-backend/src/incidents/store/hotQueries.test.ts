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

import type { Knex } from 'knex';
import {
  finishedRunsSql,
  markersSql,
} from '../../observations/markers/markerStore';
import { countActiveRunsSql } from '../../runs/store/countActiveRuns';
import { createMigratedDatabase, type TestDatabase } from '../../testing';
import { betweenSql, listIncidentsSql, openSql } from './readIncidents';
import { memorySql } from './changeIncident';

const ROWS = 20_000;
const FROM = new Date('2026-11-24T00:00:00Z');
const TO = new Date('2026-11-25T00:00:00Z');
const LOWEST = '01990000-0000-7000-8000-000000000000';
const CURSOR = Buffer.from('ffffffff-ffff-7fff-8fff-ffffffffffff').toString(
  'base64url',
);

/** Queries of every collection, of the page and of the list of services. */
describe('hot queries of incidents', () => {
  let database: TestDatabase;
  let knex: Knex;

  beforeAll(async () => {
    database = await createMigratedDatabase();
    knex = database.knex;
    await knex.raw(`
      insert into incidents (id, service, status, opened_at, began_at,
        closed_at, summary, severity, respond_within_ms)
      select gen_random_uuid(), 's' || n % 200, 'unhealthy',
        now() - n * interval '1 h', now() - n * interval '1 h',
        now() - n * interval '1 h' + interval '5 min', 'It was', 'P0', 300000
      from generate_series(1, ${ROWS}) n`);
    await knex.raw(`
      insert into incident_watch (service, observed_at)
      select 's' || n, now() from generate_series(1, ${ROWS}) n`);
    await knex.raw(`
      insert into markers (id, service, host, kind, at)
      select gen_random_uuid(), 's' || n % 200, 'api', 'restart',
        now() - n * interval '1 h' from generate_series(1, ${ROWS}) n`);
    await knex.raw(`
      insert into plans (id, hash, document, requested_by, expires_at)
      select gen_random_uuid(), 'h', '{}', 'user:default/one', now()
      from generate_series(1, ${ROWS})`);
    await knex.raw(`
      insert into runs (id, plan_id, plan_hash, service, runbook_id,
        runbook_title, runbook_content_hash, requested_by, lead, state,
        finished_at)
      select gen_random_uuid(), id, 'h', 's' || n % 200, 'r', 'Title', 'c',
        'user:default/one', 'user:default/one', 'succeeded', now()
      from (select id, row_number() over () as n from plans) p`);
    await knex.raw('analyze');
  }, 120_000);
  afterAll(() => database?.drop());

  const page = listIncidentsSql({ service: 's3', limit: 20, cursor: CURSOR });
  const active = countActiveRunsSql({
    services: ['s1', 's2'],
    visible: { partOf: 'user:default/one' },
  });

  it.each([
    ['what is remembered', memorySql.text, ['s3']],
    ['the open ones', openSql.text, [['s3', 's4']]],
    ['those of a stretch of time', betweenSql.text, ['s3', FROM, TO]],
    ['a page', page.text, page.values],
    ['markers', markersSql.text, ['s3', FROM, TO, 200]],
    ['finished runs', finishedRunsSql.text, ['s3', FROM, TO, 200, LOWEST]],
    ['active runs', active.text, active.values],
  ])('read %s from an index', async (_what, text, values) => {
    const bound: unknown[] = [];
    const sql = text.replace(/\$(\d+)/g, (_match, index) => {
      bound.push(values[Number(index) - 1]);
      return '?';
    });
    const { rows } = await knex.raw(
      `explain (format json) ${sql}`,
      bound.map(value => value as Knex.Value),
    );
    const plan = JSON.stringify(rows[0]['QUERY PLAN']);
    expect(plan).not.toContain('"Node Type":"Seq Scan"');
    expect(plan).toMatch(/"Node Type":"(Bitmap )?Index[^"]* Scan"/);
  });
});
