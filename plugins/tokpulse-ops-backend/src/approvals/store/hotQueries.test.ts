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
import { Database } from '../../runs/Database';
import { createMigratedDatabase, type TestDatabase } from '../../testing';
import { overdueApprovalsSql, standingApprovalSql } from './findApproval';
import { listApprovals, listApprovalsSql } from './listApprovals';
import { takeNoticesSql } from './notices';
import { listReviews, listReviewsSql } from './reviews';

const ROWS = 20_000;
const CURSOR = Buffer.from('ffffffff-ffff-7fff-8fff-ffffffffffff').toString(
  'base64url',
);

/** Queries of the inbox, the pages and the sweeper, explained. */
describe('hot queries of approvals', () => {
  let database: TestDatabase;
  let knex: Knex;
  let runId: string;

  beforeAll(async () => {
    database = await createMigratedDatabase();
    knex = database.knex;
    await knex.raw(`
      insert into plans (id, hash, document, requested_by, expires_at)
      select gen_random_uuid(), 'h', '{"requestedBy":"user:default/one"}',
        'user:default/one', now() from generate_series(1, ${ROWS})`);
    await knex.raw(`
      insert into runs (id, plan_id, plan_hash, service, runbook_id,
        runbook_title, runbook_content_hash, requested_by, lead, state)
      select gen_random_uuid(), id, 'h', 's' || n % 10, 'r', 'Title', 'c',
        'user:default/u' || n % 100, 'user:default/u' || n % 100, 'succeeded'
      from (select id, row_number() over () as n from plans) p`);
    ({ id: runId } = await knex('runs').first('id'));
    await knex.raw(`
      insert into approvals (id, run_id, plan_id, plan_hash, service, state,
        from_refs, covers, requested_by, expires_at, decided_by, decided_at,
        settled_at)
      select gen_random_uuid(), r.id, r.plan_id, 'h', r.service,
        case when n % 2000 = 0 then 'open' else 'approved' end,
        case when n % 2 = 0 then '{}' else array['group:default/dba'] end, 1,
        'user:default/one', now() + interval '1 hour', 'user:default/two',
        now(), case when n % 2000 = 0 then null else now() end
      from (select *, row_number() over () as n from runs) r`);
    await knex.raw(`
      insert into reviews (id, run_id, service, mode, state, reason, involved,
        opened_by, closed_by, closed_at, note)
      select gen_random_uuid(), r.id, r.service, 'team',
        case when n % 2000 = 0 then 'open' else 'closed' end, 'why', '{}', 'a',
        'b', now(), 'n'
      from (select *, row_number() over () as n from runs) r`);
    await knex.raw(`
      insert into notices (id, run_id, kind, subject, recipients, excluded,
        title, description, severity, sent_at)
      select gen_random_uuid(), id, 'approval-asked', id::text, '{}', '{}', 't',
        'd', 'normal', now() from runs`);
    await knex.raw('analyze');
  }, 120_000);

  afterAll(() => database?.drop());

  /** Tables that are read from end to end, and how many indexes are used. */
  const scans = async (text: string, values: readonly unknown[]) => {
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
    return {
      sequentialScans: (plan.match(/"Node Type":"Seq Scan"/g) ?? []).length,
      indexScans: (plan.match(/"Node Type":"(Bitmap )?Index[^"]* Scan"/g) ?? [])
        .length,
    };
  };

  const answerableBy = {
    person: 'user:default/arne',
    refs: ['user:default/arne', 'group:default/dba'],
  };

  it.each([
    ['all approvals', {}],
    ['open approvals', { state: ['open'] as const }],
    ['approvals of a service', { service: 's3' }],
    [
      'open approvals of a service',
      { service: 's3', state: ['open'] as const },
    ],
    [
      'approvals of a service that somebody leads runs of',
      { service: 's3', visible: { lead: 'user:default/u3' } },
    ],
    [
      'what waits for a person in a service',
      { answerableBy, service: 's3', visible: { services: ['s1', 's3'] } },
    ],
    ['approvals of visible services', { visible: { services: ['s1', 's2'] } }],
    ['what waits for a person', { answerableBy }],
    [
      'what waits for a person in visible services',
      { answerableBy, visible: { services: ['s1'] } },
    ],
    [
      'what waits for a person in services they may approve',
      { answerableBy: { ...answerableBy, runs: { services: ['s1'] } } },
    ],
  ])('lists %s from an index', async (_what, filter) => {
    const { text, values } = listApprovalsSql({
      ...filter,
      limit: 20,
      cursor: CURSOR,
    });
    const found = await scans(text, values);
    expect(found.sequentialScans).toBe(0);
    expect(found.indexScans).toBeGreaterThan(0);
  });

  it('lists the approvals of a run from an index', async () => {
    const { text, values } = listApprovalsSql({ run: runId, limit: 20 });
    expect(await scans(text, values)).toMatchObject({ sequentialScans: 0 });
  });

  it.each([
    ['all reviews', {}],
    ['open reviews', { state: 'open' as const }],
    ['reviews of a service', { service: 's3' }],
    ['open reviews of a service', { service: 's3', state: 'open' as const }],
    [
      'open reviews of visible services',
      { state: 'open' as const, visible: { services: ['s1'] } },
    ],
  ])('lists %s from an index', async (_what, filter) => {
    const { text, values } = listReviewsSql({
      ...filter,
      limit: 20,
      cursor: CURSOR,
    });
    expect(await scans(text, values)).toMatchObject({ sequentialScans: 0 });
  });

  it('lists only what belongs to the service that was asked for', async () => {
    const services = async (service: string, visible?: readonly string[]) => {
      const filter = {
        ...{ service, limit: 50 },
        ...(visible && { visible: { services: visible } }),
      };
      const db = new Database({ knex });
      const pages = [
        await listApprovals(db, filter),
        await listReviews(db, filter),
      ];
      return pages.map(({ items }) => new Set(items.map(one => one.service)));
    };
    const only = new Set(['s3']);
    expect(await services('s3')).toEqual([only, only]);
    expect(await services('s3', ['s1', 's3'])).toEqual([only, only]);
    expect(await services('s3', ['s1'])).toEqual([new Set(), new Set()]);
  });

  it.each([
    ['the last question of a run', standingApprovalSql.text, true],
    ['questions whose time is over', overdueApprovalsSql.text, false],
    ['messages that are due', takeNoticesSql.text, false],
  ])('reads %s from an index', async (_what, text, ofRun) => {
    const found = await scans(text, ofRun ? [runId, 'h', null, []] : []);
    expect(found.sequentialScans).toBe(0);
    expect(found.indexScans).toBeGreaterThan(0);
  });
});
