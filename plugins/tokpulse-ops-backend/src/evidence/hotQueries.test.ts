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
import { createMigratedDatabase, type TestDatabase } from '../testing';
import {
  afterSql,
  headsOfSql,
  movedHeadsSql,
  settleSql,
} from './CheckpointStore';
import { contentSql, listSql, stepSql } from './EvidenceFiles';
import { happenedSql } from './EvidenceService';
import { removalSql } from './retention/Removal';
import { endedRunsSql } from './retention/retentionSql';
import { eventsSql, filesSql } from './EvidenceVerifier';

const ROWS = 20_000;

/** What every checkpoint, every verification and every export asks, explained. */
describe('hot queries of evidence', () => {
  let database: TestDatabase;
  let knex: Knex;
  let runId: string;

  beforeAll(async () => {
    database = await createMigratedDatabase();
    knex = database.knex;
    await knex.raw(`
      create table run_events_all partition of run_events
      for values from (minvalue) to (maxvalue)`);
    await knex.raw(`
      insert into plans (id, hash, document, requested_by, expires_at)
      select gen_random_uuid(), 'h', '{}', 'user:default/one', now()
      from generate_series(1, ${ROWS})`);
    await knex.raw(`
      insert into runs (id, plan_id, plan_hash, service, runbook_id,
        runbook_title, runbook_content_hash, requested_by, lead, state, seq,
        mac, anchored)
      select gen_random_uuid(), id, 'h', 's', 'r', 'Title', 'c',
        'user:default/one', 'user:default/one',
        case when n % 2000 = 0 then 'running' else 'succeeded' end, 9,
        sha256('x'), n % 2000 <> 0
      from (select id, row_number() over () as n from plans) p`);
    ({ id: runId } = await knex('runs').first('id'));
    await knex.raw(`
      insert into run_steps (run_id, step_id, position, state)
      select id, 's', 1, 'failed' from runs`);
    await knex.raw(`
      insert into run_events (run_id, seq, actor, body, bytes, first_line)
      select r.id, e.seq, 'system', '{}', 50,
        case when e.seq % 2 = 0 then e.seq end
      from (select id from runs limit 4) r,
        generate_series(1, ${ROWS / 4}) as e (seq)`);
    await knex.raw(`
      insert into evidence_checkpoints (number, at, heads, mac)
      select n, now(), 1, sha256('x') from generate_series(1, ${ROWS}) n`);
    await knex.raw(`
      insert into evidence_heads (checkpoint, run_id, seq, mac)
      select row_number() over (), id, 8, sha256('x') from runs`);
    await knex.raw(`
      insert into evidence_files (id, run_id, step_id, name, media_type, bytes,
        sha256, content, added_by)
      select gen_random_uuid(), id, 's', 'n', 'text/plain', 1, sha256('x'), 'x',
        'user:default/one' from runs`);
    await knex.raw(`
      update runs set finished_at = now() - interval '500 days'
        + row_number * interval '1 minute'
      from (select id, row_number() over () from runs) r
      where runs.id = r.id and runs.state = 'succeeded'`);
    await knex.raw(`
      insert into evidence_removals (run_id, seq, mac, ended_at, at, code)
      select id, seq, mac, now(), now(), sha256('x') from runs
      where finished_at < now() - interval '490 days'`);
    await knex.raw('analyze');
  }, 120_000);

  afterAll(() => database?.drop());

  it.each([
    ['the runs that moved', movedHeadsSql, () => []],
    ['the runs to look at no more', settleSql, () => []],
    ['the newest checkpoints', afterSql, () => [ROWS - 10, 100]],
    ['what was anchored of a run', headsOfSql, (id: string) => [id]],
    ['the chain of a run', eventsSql, (id: string) => [id, 4_000]],
    ['what happened in a run', happenedSql, (id: string) => [id, 4_000]],
    ['the files of a run', listSql, (id: string) => [id]],
    ['the digests of the files of a run', filesSql, (id: string) => [id]],
    ['a file', contentSql, (id: string) => [id, id]],
    ['what was removed of a run', removalSql, (id: string) => [id]],
    [
      'the runs that ended before',
      endedRunsSql,
      (id: string) => [
        new Date(Date.now() - 400 * 86_400_000),
        '-infinity',
        id,
      ],
    ],
    ['the step that a file is for', stepSql, (id: string) => [id, 's']],
  ])('read %s from an index', async (_what, { text }, values) => {
    const given: readonly unknown[] = values(runId);
    const bound: Knex.Value[] = [];
    const sql = text.replace(/\$(\d+)/g, (_match, index) => {
      bound.push(given[Number(index) - 1] as Knex.Value);
      return '?';
    });
    const { rows } = await knex.raw(`explain (format json) ${sql}`, bound);
    const plan = JSON.stringify(rows[0]['QUERY PLAN']);
    expect(plan).not.toContain('"Node Type":"Seq Scan"');
    expect(plan).toMatch(/"Node Type":"(Bitmap )?Index[^"]* Scan"/);
  });
});
