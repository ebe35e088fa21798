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
 * What shows afterwards that events are what was written when they happened: a
 * code for each event, checkpoints across runs, and files that people add.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  // Runs that are over before evidence began have nothing to anchor.
  await knex.raw(`
    alter table runs
      add column mac bytea,
      add column event_at timestamptz,
      add column anchored boolean not null default true
  `);
  await knex.raw(`alter table runs alter column anchored set default false`);
  await knex.raw(`
    update runs set anchored = false
    where state not in ('succeeded', 'failed', 'cancelled')
  `);
  // Runs under way, and those that ended since the last checkpoint.
  await knex.raw(`create index runs_to_anchor on runs (id) where not anchored`);
  await knex.raw(`alter table run_events add column mac bytea`);

  await knex.raw(`
    create table evidence_checkpoints (
      number bigint primary key,
      at timestamptz not null,
      heads integer not null,
      mac bytea not null
    )
  `);
  // Not tied to the runs: retention removes those and keeps their last heads.
  await knex.raw(`
    create table evidence_heads (
      checkpoint bigint not null references evidence_checkpoints (number),
      run_id uuid not null,
      seq bigint not null,
      mac bytea not null,
      primary key (run_id, checkpoint)
    )
  `);
  await knex.raw(
    `create index evidence_heads_checkpoint on evidence_heads (checkpoint)`,
  );

  await knex.raw(`
    create table evidence_files (
      id uuid primary key,
      run_id uuid not null references runs (id) on delete cascade,
      step_id text not null,
      name text not null,
      media_type text not null,
      bytes integer not null,
      sha256 bytea not null,
      content bytea not null,
      added_by text not null,
      added_at timestamptz not null default clock_timestamp()
    )
  `);
  await knex.raw(
    `create index evidence_files_step on evidence_files (run_id, step_id)`,
  );

  await knex.raw(`
    create function tokpulse_ops_append_only() returns trigger
    language plpgsql as $$
    begin
      raise exception 'Rows of % are evidence: they are never changed, and % is refused',
        tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation',
          hint = 'Retention drops whole partitions.';
    end $$
  `);
  // One for each row, since those pass on to every partition.
  await knex.raw(`
    create trigger append_only before update or delete on run_events
    for each row execute function tokpulse_ops_append_only()
  `);
  for (const table of ['evidence_checkpoints', 'evidence_heads']) {
    await knex.raw(`
      create trigger append_only before update or delete or truncate on ${table}
      for each statement execute function tokpulse_ops_append_only()
    `);
  }
  await knex.raw(`
    create trigger append_only before update on evidence_files
    for each statement execute function tokpulse_ops_append_only()
  `);
  const { rows: partitions } = await knex.raw(`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'run_events'::regclass
    union all select 'run_events'
  `);
  for (const { name } of partitions) {
    await knex.raw(`
      create trigger append_only_truncate before truncate on ${name}
      for each statement execute function tokpulse_ops_append_only()
    `);
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  const { rows: partitions } = await knex.raw(`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'run_events'::regclass
    union all select 'run_events'
  `);
  for (const { name } of partitions) {
    await knex.raw(`drop trigger if exists append_only_truncate on ${name}`);
  }
  await knex.raw(`drop trigger if exists append_only on run_events`);
  await knex.raw(`drop table if exists evidence_files`);
  await knex.raw(`drop table if exists evidence_heads`);
  await knex.raw(`drop table if exists evidence_checkpoints`);
  await knex.raw(`drop function if exists tokpulse_ops_append_only()`);
  await knex.raw(`alter table run_events drop column if exists mac`);
  await knex.raw(`
    alter table runs
      drop column if exists mac,
      drop column if exists event_at,
      drop column if exists anchored
  `);
};
