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
 * Plans, runs and everything that happens in them. The database's clock gives
 * every time; a run's row is the lock that orders its events.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    create table plans (
      id uuid primary key,
      hash text not null,
      document jsonb not null,
      requested_by text not null,
      created_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null
    )
  `);
  await knex.raw(`create index plans_expires_at on plans (expires_at)`);

  await knex.raw(`
    create table runs (
      id uuid primary key,
      plan_id uuid not null unique references plans (id),
      plan_hash text not null,
      engine_version smallint not null default 1,
      service text not null,
      entity_ref text,
      runbook_id text not null,
      runbook_title text not null,
      runbook_severity text,
      runbook_content_hash text not null,
      requested_by text not null,
      lead text not null,
      reason text,
      state text not null check (state in ('queued', 'running', 'waiting',
        'needs-decision', 'succeeded', 'failed', 'cancelled')),
      waiting jsonb,
      wake_at timestamptz,
      current_step_id text,
      with_failures boolean not null default false,
      cancel_requested boolean not null default false,
      cancel_reason text,
      cancel_actor text,
      fence bigint not null default 0,
      writes bigint not null default 0,
      replica text,
      seq bigint not null default 0,
      log_lines bigint not null default 0,
      created_at timestamptz not null default clock_timestamp(),
      started_at timestamptz,
      finished_at timestamptz,
      touched_at timestamptz not null default clock_timestamp()
    ) with (fillfactor = 60)
  `);
  // A list is one index: equal columns first, then the id, which is a UUIDv7
  // and so orders by the time of creation.
  await knex.raw(`create index runs_service on runs (service, id)`);
  await knex.raw(
    `create index runs_service_state on runs (service, state, id)`,
  );
  await knex.raw(
    `create index runs_service_runbook on runs (service, runbook_id, id)`,
  );
  await knex.raw(`create index runs_runbook on runs (runbook_id, id)`);
  await knex.raw(`create index runs_state on runs (state, id)`);
  await knex.raw(`create index runs_requested_by on runs (requested_by, id)`);
  // What the sweeper looks at; finished runs are not in it.
  await knex.raw(`
    create index runs_to_drive on runs (id)
    where state in ('queued', 'running', 'waiting')
  `);

  await knex.raw(`
    create table run_steps (
      run_id uuid not null references runs (id) on delete cascade,
      step_id text not null,
      position integer not null,
      state text not null check (state in ('pending', 'waiting', 'running',
        'succeeded', 'failed', 'skipped', 'unknown', 'by-hand')),
      handled boolean not null default false,
      attempt integer not null default 0,
      tries integer not null default 0,
      interruptions integer not null default 0,
      confirmed boolean not null default false,
      executed boolean not null default false,
      input jsonb,
      output jsonb,
      error jsonb,
      probe jsonb,
      verification jsonb,
      wait jsonb,
      answer jsonb,
      resumed jsonb,
      skipped_because text,
      started_at timestamptz,
      finished_at timestamptz,
      primary key (run_id, step_id)
    ) with (fillfactor = 60)
  `);

  await knex.raw(`
    create table attempts (
      run_id uuid not null references runs (id) on delete cascade,
      step_id text not null,
      number integer not null,
      fence bigint not null,
      state text not null check (state in ('running', 'succeeded', 'failed', 'unknown')),
      error jsonb,
      started_at timestamptz not null default clock_timestamp(),
      finished_at timestamptz,
      primary key (run_id, step_id, number)
    ) with (fillfactor = 60)
  `);

  // Partitioned by month of the run (run ids are UUIDv7), so that retention
  // drops tables instead of deleting rows.
  await knex.raw(`
    create table run_events (
      run_id uuid not null,
      seq bigint not null,
      at timestamptz not null default clock_timestamp(),
      actor text not null,
      body jsonb not null,
      bytes integer not null,
      first_line bigint,
      line_count integer,
      primary key (run_id, seq)
    ) partition by range (run_id)
  `);
  await knex.raw(`
    create unique index run_events_first_line on run_events (run_id, first_line)
    where first_line is not null
  `);

  await knex.raw(`
    create table locks (
      target text primary key,
      run_id uuid not null references runs (id) on delete cascade,
      fence bigint not null,
      since timestamptz not null default clock_timestamp()
    )
  `);
  await knex.raw(`create index locks_run on locks (run_id)`);

  await knex.raw(`
    create table lock_queue (
      run_id uuid primary key references runs (id) on delete cascade,
      severity smallint not null,
      arrival bigint generated always as identity,
      targets text[] not null,
      since timestamptz not null default clock_timestamp()
    )
  `);
  await knex.raw(
    `create index lock_queue_order on lock_queue (severity, arrival)`,
  );
  await knex.raw(
    `create index lock_queue_targets on lock_queue using gin (targets)`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'lock_queue',
    'locks',
    'run_events',
    'attempts',
    'run_steps',
    'runs',
    'plans',
  ]) {
    await knex.raw(`drop table if exists ${table}`);
  }
};
