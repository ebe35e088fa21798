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

/** Tables of figures, by the stretch of time that one row stands for. */
const STRETCHES = ['minutes', 'hours', 'days'];

/**
 * What was read from services: as it is now, as it was, and how much of each
 * minute, hour and day it was so. Tables with a past are partitioned by time;
 * the partitions are made as they are needed and dropped when they are over.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  // The row of a service is locked while an observation of it is saved, so
  // that what is made of two observations never overlaps.
  await knex.raw(`
    create table observed_services (
      id integer generated always as identity primary key,
      service text not null unique,
      at timestamptz,
      status text,
      since timestamptz,
      previous text,
      next_at timestamptz,
      stands_until timestamptz,
      counted_until timestamptz,
      rolled_until timestamptz,
      observation jsonb,
      parts jsonb not null default '{}'
    ) with (fillfactor = 50)
  `);
  await knex.raw(`
    create table observed_endpoints (
      service_id integer not null references observed_services (id) on delete cascade,
      host text not null,
      endpoint text not null,
      answer jsonb not null,
      primary key (service_id, host, endpoint)
    ) with (fillfactor = 50)
  `);
  await knex.raw(`
    create table observed_series (
      id integer generated always as identity primary key,
      service_id integer not null references observed_services (id) on delete cascade,
      key text not null,
      kind text not null check (kind in ('reading', 'metric')),
      host text not null,
      name text not null,
      unit text not null,
      labels jsonb not null,
      unique (service_id, key)
    )
  `);

  await knex.raw(`
    create table observations (
      service_id integer not null,
      at timestamptz not null,
      status text not null,
      summary text not null,
      hosts jsonb not null,
      failure jsonb
    ) partition by range (at)
  `);
  await knex.raw(
    `create index observations_service on observations (service_id, at)`,
  );
  await knex.raw(`
    create table observation_changes (
      service_id integer not null,
      at timestamptz not null,
      position integer not null,
      host text,
      check_name text,
      from_status text,
      to_status text not null,
      message text not null,
      primary key (service_id, at, position)
    ) partition by range (at)
  `);

  for (const stretch of STRETCHES) {
    await knex.raw(`
      create table status_${stretch} (
        at timestamptz not null,
        service_id integer not null,
        healthy_ms integer not null,
        degraded_ms integer not null,
        unhealthy_ms integer not null,
        unknown_ms integer not null,
        primary key (service_id, at)
      ) partition by range (at)
    `);
    await knex.raw(`
      create table reading_${stretch} (
        at timestamptz not null,
        max double precision not null,
        series_id integer not null,
        buckets smallint[] not null,
        counts integer[] not null,
        primary key (series_id, at)
      ) partition by range (at)
    `);
    await knex.raw(`
      create table metric_${stretch} (
        at timestamptz not null,
        sum double precision not null,
        series_id integer not null,
        count integer not null,
        primary key (series_id, at)
      ) partition by range (at)
    `);
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const stretch of STRETCHES) {
    for (const family of ['status', 'reading', 'metric']) {
      await knex.raw(`drop table if exists ${family}_${stretch}`);
    }
  }
  await knex.raw(`drop table if exists observation_changes`);
  await knex.raw(`drop table if exists observations`);
  await knex.raw(`drop table if exists observed_series`);
  await knex.raw(`drop table if exists observed_endpoints`);
  await knex.raw(`drop table if exists observed_services`);
};
