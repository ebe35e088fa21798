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
 * Incidents, what happened beside them, and messages that are about a service
 * and not about a run.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    create table incidents (
      id uuid primary key,
      service text not null,
      status text not null check (status in ('degraded', 'unhealthy')),
      opened_at timestamptz not null,
      began_at timestamptz not null,
      closed_at timestamptz,
      escalated_at timestamptz,
      healthy_seen smallint not null default 0,
      summary text not null,
      severity text not null check (severity in ('P0', 'P1', 'P2', 'P3')),
      respond_within_ms bigint not null check (respond_within_ms > 0),
      runbook_id text,
      runbook_title text,
      acknowledged_by text,
      acknowledged_at timestamptz,
      note text,
      constraint incidents_in_order check (closed_at >= opened_at),
      constraint incidents_acknowledged
        check ((acknowledged_by is null) = (acknowledged_at is null)),
      constraint incidents_runbook
        check ((runbook_id is null) = (runbook_title is null))
    )
  `);
  // Two replicas, or two versions of the program, never open a second one.
  await knex.raw(`
    create unique index incidents_open on incidents (service)
    where closed_at is null
  `);
  await knex.raw(`create index incidents_service on incidents (service, id)`);
  await knex.raw(`
    create index incidents_time on incidents
      (service, coalesce(closed_at, 'infinity'::timestamptz))
  `);

  // What has to be remembered between two observations; its row is the lock
  // that orders them.
  await knex.raw(`
    create table incident_watch (
      service text primary key,
      observed_at timestamptz not null,
      degraded_since timestamptz
    ) with (fillfactor = 70)
  `);

  // The newest process that was seen on each host.
  await knex.raw(`
    create table host_processes (
      service text not null,
      host text not null,
      version text,
      started_at timestamptz,
      uptime_ms double precision,
      primary key (service, host)
    ) with (fillfactor = 70)
  `);
  await knex.raw(`
    create table markers (
      id uuid primary key,
      service text not null,
      host text not null,
      kind text not null check (kind in ('deployment', 'restart')),
      version text,
      version_before text,
      at timestamptz not null
    )
  `);
  await knex.raw(`create index markers_service on markers (service, at)`);

  await knex.raw(`
    alter table notices
      alter column run_id drop not null,
      add column service text,
      add column link text,
      add column channel text not null default 'backstage'
        check (channel in ('backstage', 'slack', 'email')),
      add column thread text,
      add column problem text,
      drop constraint notices_kind_check,
      add constraint notices_kind_check check (kind in ('approval-asked',
        'approval-decided', 'lead-changed', 'glass-broken', 'incident-opened',
        'incident-worse', 'incident-closed')),
      add constraint notices_about
        check (run_id is not null or (service is not null and link is not null))
  `);
  await knex.raw(`
    create index notices_thread on notices (thread, id)
    where thread is not null and sent_at is null and given_up_at is null
  `);
  await knex.raw(`
    create index notices_troubled on notices (channel, service)
    where problem is not null and sent_at is null
  `);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw(`delete from notices where run_id is null`);
  await knex.raw(`drop index if exists notices_troubled`);
  await knex.raw(`drop index if exists notices_thread`);
  await knex.raw(`
    alter table notices
      drop constraint notices_about,
      drop constraint notices_kind_check,
      add constraint notices_kind_check check (kind in ('approval-asked',
        'approval-decided', 'lead-changed', 'glass-broken')),
      drop column problem,
      drop column thread,
      drop column channel,
      drop column link,
      drop column service,
      alter column run_id set not null
  `);
  for (const table of [
    'markers',
    'host_processes',
    'incident_watch',
    'incidents',
  ]) {
    await knex.raw(`drop table if exists ${table}`);
  }
};
