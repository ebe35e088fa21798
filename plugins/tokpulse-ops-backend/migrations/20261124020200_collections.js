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
 * When each service is collected next and who is just doing it, and how much
 * of its request budget is used up. The readings are in the observations, so
 * their own table goes.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    create table service_collections (
      service text primary key,
      due_at timestamptz not null,
      holder uuid,
      lease_until timestamptz not null default '-infinity',
      collected_at timestamptz,
      details_at timestamptz,
      status text,
      was_settled boolean not null default true,
      limits jsonb not null default '{}'
    ) with (fillfactor = 60)
  `);
  await knex.raw(`
    create table service_requests (
      service text not null,
      slot timestamptz not null,
      observations integer not null,
      others integer not null,
      primary key (service, slot)
    ) with (fillfactor = 60)
  `);
  await knex.raw(`drop table if exists service_readings`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw(`drop table if exists service_collections, service_requests`);
  await knex.raw(`
    create table if not exists service_readings (
      service text primary key,
      status text not null,
      since timestamptz not null,
      read_at timestamptz not null,
      reading jsonb not null
    )
  `);
};
