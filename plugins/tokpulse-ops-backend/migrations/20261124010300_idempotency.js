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
 * What people wanted once: the answer to a request, kept so that the same
 * request again answers the same and does nothing.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    create table idempotency_keys (
      principal text not null,
      route text not null,
      key text not null,
      request_hash bytea not null,
      owner uuid not null,
      leased_until timestamptz not null,
      applied boolean not null default false,
      status smallint,
      answer text,
      created_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      primary key (principal, route, key),
      check ((status is null) = (answer is null))
    ) with (fillfactor = 60)
  `);
  await knex.raw(
    `create index idempotency_keys_expires_at on idempotency_keys (expires_at)`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw(`drop table if exists idempotency_keys`);
};
