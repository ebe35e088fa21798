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
import { mockServices } from '@backstage/backend-test-utils';
import {
  createTestActions,
  createMigratedDatabase,
  createTestServices,
  type TestDatabase,
} from '../../testing';
import {
  deleteExpiredKeysSql,
  findIdempotencyKeySql,
} from '../../idempotency/IdempotencyKeys';
import { listLocksSql } from '../../locks/listLocks';
import { createRunEngine } from '../RunEngine';
import type { RunEngine } from '../types';
import { forgottenRunsSql } from '../sweeper';
import { itemCountsSql } from './doneItems';
import { itemSummariesSql, loadItemsSql } from './items';
import { loadRunSql } from './loadRun';
import { listRunsSql } from './listRuns';
import { readEventsSql, readLogSql } from './readEvents';
import { undosOfSql } from './undosOf';

const RUNS = 20_000;
const EVENTS = 20_000;

/** Every query that a page or a driver makes again and again, explained. */
describe('hot queries', () => {
  let database: TestDatabase;
  let knex: Knex;
  let runId: string;
  let engine: RunEngine;

  beforeAll(async () => {
    database = await createMigratedDatabase();
    knex = database.knex;
    await knex.raw(`
      create table run_events_all partition of run_events
      for values from (minvalue) to (maxvalue)`);
    await knex.raw(`
      insert into plans (id, hash, document, requested_by, expires_at)
      select gen_random_uuid(), 'h', '{}', 'user:default/one', now() from generate_series(1, ${RUNS})`);
    await knex.raw(`
      insert into runs (id, plan_id, plan_hash, service, runbook_id, runbook_title,
        runbook_content_hash, requested_by, lead, state)
      select gen_random_uuid(), id, 'h', 's' || n % 10, 'r' || n % 50, 'Title', 'c',
        'user:default/u' || n % 100, 'user:default/one',
        case when n % 2000 = 0 then 'running' else 'succeeded' end
      from (select id, row_number() over () as n from plans) p`);
    ({ id: runId } = await knex('runs').first('id'));
    await knex.raw(
      `insert into run_events (run_id, seq, actor, body, bytes, first_line, line_count)
       select r.id, e.seq, 'system', '{"type":"log","firstLine":0,"lines":[]}', 50,
         case when e.seq % 2 = 0 then e.seq * 10 end, 10
       from (select id from runs limit 4) r,
         generate_series(1, ${EVENTS / 4}) as e (seq)`,
    );
    await knex.raw(`
      insert into run_steps (run_id, step_id, position, state)
      select id, 's' || n, n, 'succeeded' from runs, generate_series(1, 3) n`);
    await knex.raw(`
      insert into attempts (run_id, step_id, number, fence, state)
      select id, 's1', n, 1, 'succeeded' from runs, generate_series(1, 2) n`);
    await knex.raw(`
      insert into run_items (run_id, step_id, item, label, value)
      select id, 's1', n, 'An item', '1'
      from (select id from runs limit 500) r, generate_series(0, 39) n`);
    await knex.raw(`
      update runs set undoes = (select id from runs limit 1)
      where id in (select id from runs where state = 'succeeded' limit 100)`);
    await knex.raw(`
      insert into idempotency_keys (principal, route, key, request_hash, owner,
        leased_until, expires_at)
      select 'user:default/u' || n % 100, 'POST /runs', 'key ' || n, '', gen_random_uuid(),
        now(), now() + interval '1 hour' * (n % 24 + 1)
      from generate_series(1, 20000) n`);
    await knex.raw(`
      insert into locks (target, run_id, fence)
      select 's1/t' || row_number() over (), id, 1 from runs where state = 'running'`);
    await knex.raw(`
      insert into lock_queue (run_id, severity, targets)
      select id, 1, array['s1/t' || n % 2000] from (
        select id, row_number() over () as n from runs where state = 'succeeded' limit 5000
      ) r`);
    engine = createRunEngine({
      knex,
      actions: createTestActions([]),
      services: createTestServices(),
      logger: mockServices.logger.mock(),
      slots: 0,
    });
    await engine.open();
    await knex.raw(`
      insert into tokpulse_ops_jobs.job_common (name, data, state, singleton_key, policy)
      select 'run', '{}', 'completed', id::text, 'singleton' from runs`);
    await knex.raw('analyze');
  }, 120_000);

  afterAll(async () => {
    await engine?.close();
    await database?.drop();
  });

  /** Node types of a plan, with what they read. */
  const scans = async (text: string, values: readonly unknown[]) => {
    const placeholders: unknown[] = [];
    const sql = text.replace(/\$(\d+)/g, (_match, index) => {
      placeholders.push(values[Number(index) - 1]);
      return '?';
    });
    const { rows } = await knex.raw(
      `explain (format json) ${sql.replaceAll('?|', '\\?|')}`,
      placeholders.map(value => value as Knex.Value),
    );
    const found: string[] = [];
    const walk = (node: Record<string, unknown>) => {
      if (typeof node['Relation Name'] === 'string') {
        found.push(`${node['Node Type']} ${node['Relation Name']}`);
      }
      if (node['Node Type'] === 'Sort') {
        found.push('Sort');
      }
      ((node.Plans as Record<string, unknown>[]) ?? []).forEach(walk);
    };
    walk(rows[0]['QUERY PLAN'][0].Plan);
    return found;
  };

  it.each([
    ['all runs', {}],
    ['runs of a service', { service: 's1' }],
    ['runs of a runbook', { runbook: 'r1' }],
    ['runs of a service and a runbook', { service: 's1', runbook: 'r1' }],
    ['runs under way', { state: ['queued', 'running', 'waiting'] as const }],
    [
      'runs of a service under way',
      { service: 's1', state: ['running'] as const },
    ],
    ['runs of visible services', { visible: { services: ['s1', 's2'] } }],
    [
      'runs that a person may see as theirs',
      { visible: { requestedBy: 'user:default/u1' } },
    ],
    ['runs of a person', { person: 'user:default/u1' }],
    [
      'runs of a person at a service',
      { person: 'user:default/u1', service: 's1' },
    ],
    [
      'runs of a person at services that may be seen',
      { person: 'user:default/u1', visible: { services: ['s1', 's2'] } },
    ],
    [
      'runs of a time',
      { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
    ],
    [
      'runs of a runbook since a time',
      { runbook: 'r1', from: '2026-01-01T00:00:00Z' },
    ],
  ])('lists %s from an index', async (_what, filter) => {
    const { text, values } = listRunsSql({
      ...filter,
      limit: 20,
      cursor: Buffer.from('ffffffff-ffff-7fff-8fff-ffffffffffff').toString(
        'base64url',
      ),
    });
    const found = await scans(text, values);
    expect(found.filter(one => one.startsWith('Seq Scan'))).toEqual([]);
    expect(found.join()).toContain('Index');
  });

  it.each([
    ['a run', loadRunSql.text, (id: string) => [id]],
    ['the items of a run', itemSummariesSql.text, (id: string) => [id]],
    ['the items of a step', loadItemsSql.text, (id: string) => [id, 's1']],
    ['what can be taken back', itemCountsSql.text, (id: string) => [id]],
    ['who takes a run back', undosOfSql.text, (id: string) => [id]],
    ['runs whose wake-up was lost', forgottenRunsSql.text, () => []],
    ['a page of events', readEventsSql.text, (id: string) => [id, 4_000, 200]],
    ['a page of the log', readLogSql.text, (id: string) => [id, 30_000, 500]],
    [
      'an idempotency key',
      findIdempotencyKeySql.text,
      () => ['user:default/u1', 'POST /runs', 'key 7', Buffer.alloc(32)],
    ],
    ['expired idempotency keys', deleteExpiredKeysSql.text, () => []],
    ['the locks', listLocksSql({}).text, () => []],
  ])('reads %s from an index', async (_what, text, values) => {
    const found = await scans(text, values(runId));
    expect(found.filter(one => one.startsWith('Seq Scan'))).toEqual([]);
    expect(
      found.filter(one => /Index|Bitmap/.test(one)).length,
    ).toBeGreaterThan(0);
  });
});
