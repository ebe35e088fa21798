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
 * Items of steps with `each`, runs that take other runs back, and runs whose
 * rest follows another plan.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    alter table plans
      add column adopted_by uuid references runs (id) on delete cascade
  `);
  await knex.raw(`
    create index plans_adopted_by on plans (adopted_by)
    where adopted_by is not null
  `);
  await knex.raw(`
    alter table runs
      add column current_plan_id uuid references plans (id),
      add column undoes uuid references runs (id) on delete set null
  `);
  await knex.raw(`
    create index runs_current_plan on runs (current_plan_id)
    where current_plan_id is not null
  `);
  await knex.raw(`
    create index runs_undoes on runs (undoes, id) where undoes is not null
  `);
  // A run is taken back by one other at a time.
  await knex.raw(`
    create unique index runs_undo_under_way on runs (undoes)
    where undoes is not null
      and state not in ('succeeded', 'failed', 'cancelled')
  `);
  // How the step is defined since an input of the run was edited.
  await knex.raw(`
    alter table run_steps
      add column planned jsonb,
      add column undone_by uuid references runs (id) on delete set null
  `);
  await knex.raw(`
    create index run_steps_undone_by on run_steps (undone_by)
    where undone_by is not null
  `);

  // Attempts of the step itself have the item -1. They come first, so that a
  // thousand items are not read with the run.
  await knex.raw(
    `alter table attempts add column item integer not null default -1`,
  );
  await knex.raw(`alter table attempts drop constraint attempts_pkey`);
  await knex.raw(`
    alter table attempts
      add constraint attempts_pkey primary key (run_id, item, step_id, number)
  `);

  await knex.raw(`
    create table run_items (
      run_id uuid not null,
      step_id text not null,
      item integer not null check (item between 0 and 999),
      label text not null,
      value jsonb not null,
      state text not null default 'pending' check (state in ('pending',
        'waiting', 'running', 'succeeded', 'failed', 'skipped', 'unknown')),
      attempt integer not null default 0,
      tries integer not null default 0,
      interruptions integer not null default 0,
      executed boolean not null default false,
      input jsonb,
      output jsonb,
      error jsonb,
      probe jsonb,
      verification jsonb,
      resumed jsonb,
      due_at timestamptz,
      undone_by uuid references runs (id) on delete set null,
      started_at timestamptz,
      finished_at timestamptz,
      primary key (run_id, step_id, item),
      foreign key (run_id, step_id) references run_steps on delete cascade
    ) with (fillfactor = 60)
  `);
  await knex.raw(`
    create index run_items_undone_by on run_items (undone_by)
    where undone_by is not null
  `);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw(`drop table if exists run_items`);
  await knex.raw(`delete from attempts where item >= 0`);
  await knex.raw(`alter table attempts drop constraint attempts_pkey`);
  await knex.raw(`alter table attempts drop column item`);
  await knex.raw(`
    alter table attempts
      add constraint attempts_pkey primary key (run_id, step_id, number)
  `);
  await knex.raw(
    `alter table run_steps drop column planned, drop column undone_by`,
  );
  await knex.raw(
    `alter table runs drop column current_plan_id, drop column undoes`,
  );
  await knex.raw(`alter table plans drop column adopted_by`);
};
