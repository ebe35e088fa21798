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

// @ts-check

/**
 * What retention has removed: of each run the number and the code of the last
 * event that was removed, so that its chain ends there instead of being cut.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    create table evidence_removals (
      run_id uuid not null,
      seq bigint not null,
      mac bytea,
      ended_at timestamptz not null,
      at timestamptz not null,
      code bytea not null,
      primary key (run_id, seq)
    )
  `);
  await knex.raw(`
    create trigger append_only
      before update or delete or truncate on evidence_removals
      for each statement execute function tokpulse_ops_append_only()
  `);
  await knex.raw(`
    create index runs_ended on runs (finished_at, id)
    where finished_at is not null
  `);
  await knex.raw(`
    create function tokpulse_ops_events_append_only() returns trigger
    language plpgsql as $$
    begin
      if tg_op = 'DELETE' and exists (
        select 1 from evidence_removals x
        where x.run_id = old.run_id and x.seq >= old.seq)
      then
        return old;
      end if;
      raise exception 'Rows of % are evidence: they are never changed, and % is refused',
        tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation',
          hint = 'Retention removes what it has put on record before.';
    end $$
  `);
  await knex.raw(`drop trigger append_only on run_events`);
  await knex.raw(`
    create trigger append_only before update or delete on run_events
    for each row execute function tokpulse_ops_events_append_only()
  `);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw(`drop trigger if exists append_only on run_events`);
  await knex.raw(`drop function if exists tokpulse_ops_events_append_only()`);
  await knex.raw(`
    create trigger append_only before update or delete on run_events
    for each row execute function tokpulse_ops_append_only()
  `);
  await knex.raw(`drop index if exists runs_ended`);
  await knex.raw(`drop table if exists evidence_removals`);
};
