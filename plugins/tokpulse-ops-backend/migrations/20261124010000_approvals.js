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
 * Questions to a second person, reviews of broken glass, and the messages that
 * go out about both. Who may answer, once and in time, is the business of the
 * database: no version of the program can get it wrong.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(`
    alter table runs
      add column approvals text not null default 'solo'
        check (approvals in ('solo', 'team')),
      add column glass_broken boolean not null default false
  `);
  await knex.raw(`create index if not exists runs_lead on runs (lead, id)`);

  await knex.raw(`
    create table approvals (
      id uuid primary key,
      run_id uuid not null references runs (id) on delete cascade,
      plan_id uuid not null,
      plan_hash text not null,
      step_id text,
      step_name text,
      input_hash text,
      service text not null,
      state text not null default 'open' check (state in ('open', 'approved',
        'rejected', 'withdrawn', 'expired', 'void')),
      from_refs text[] not null,
      excluded text[] not null default '{}',
      type_target text,
      covers integer not null,
      requested_by text not null,
      requested_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      decided_by text,
      decided_at timestamptz,
      comment text,
      settled_at timestamptz,
      constraint approvals_one_step
        check ((step_id is null) = (input_hash is null)),
      constraint approvals_answered
        check (state not in ('approved', 'rejected')
          or (decided_by is not null and decided_at is not null)),
      constraint approvals_second_person
        check (state not in ('approved', 'rejected')
          or decided_by <> all (excluded))
    )
  `);
  // At most one question is open about one thing, to the same people.
  await knex.raw(`
    create unique index approvals_open on approvals
      (run_id, plan_hash, coalesce(step_id, ''), from_refs)
      where state = 'open'
  `);
  await knex.raw(`create index approvals_run on approvals (run_id, id)`);
  await knex.raw(`create index approvals_state on approvals (state, id)`);
  await knex.raw(
    `create index approvals_service_state on approvals (service, state, id)`,
  );
  await knex.raw(`create index approvals_service on approvals (service, id)`);
  // What the sweeper looks at.
  await knex.raw(`
    create index approvals_to_expire on approvals (expires_at)
    where state = 'open' or (state = 'approved' and settled_at is null)
  `);

  // Whoever wants the change may not allow it: the requester of the run and
  // everybody who wrote its plan, whatever the program says.
  await knex.raw(`
    create function approvals_ask() returns trigger language plpgsql as $$
    begin
      select array(
        select distinct ref from unnest(
          new.excluded
          || array[r.requested_by, p.document ->> 'requestedBy']
          || array(select jsonb_array_elements_text(
               coalesce(p.document -> 'editors', '[]'::jsonb)))
        ) as people (ref)
        where ref is not null order by ref
      ) into strict new.excluded
      from runs r join plans p on p.id = new.plan_id
      where r.id = new.run_id;
      return new;
    end $$
  `);
  await knex.raw(`
    create trigger approvals_ask before insert on approvals
    for each row execute function approvals_ask()
  `);
  await knex.raw(`
    create function approvals_answer() returns trigger language plpgsql as $$
    begin
      if (new.id, new.run_id, new.plan_id, new.plan_hash, new.step_id,
          new.input_hash, new.service, new.from_refs, new.excluded,
          new.type_target, new.requested_by, new.requested_at, new.expires_at)
        is distinct from
         (old.id, old.run_id, old.plan_id, old.plan_hash, old.step_id,
          old.input_hash, old.service, old.from_refs, old.excluded,
          old.type_target, old.requested_by, old.requested_at, old.expires_at)
      then
        raise exception 'What was asked does not change'
          using errcode = 'check_violation', constraint = 'approvals_as_asked';
      end if;
      if new.state <> old.state then
        if not (old.state = 'open' or (
          old.state = 'approved' and old.settled_at is null
          and new.state in ('withdrawn', 'expired', 'void')))
        then
          raise exception 'One answer counts, and it was given'
            using errcode = 'check_violation', constraint = 'approvals_once';
        end if;
        if new.state in ('approved', 'rejected')
          and clock_timestamp() >= old.expires_at
        then
          raise exception 'The time for an answer is over'
            using errcode = 'check_violation', constraint = 'approvals_in_time';
        end if;
      elsif (new.decided_by, new.decided_at, new.comment)
        is distinct from (old.decided_by, old.decided_at, old.comment)
      then
        raise exception 'An answer does not change'
          using errcode = 'check_violation', constraint = 'approvals_once';
      end if;
      if new.settled_at is distinct from old.settled_at and (
        old.settled_at is not null or new.state = 'open'
        or (new.state = 'approved' and clock_timestamp() >= old.expires_at))
      then
        raise exception 'An answer is settled once, and a yes in time'
          using errcode = 'check_violation', constraint = 'approvals_in_time';
      end if;
      return new;
    end $$
  `);
  await knex.raw(`
    create trigger approvals_answer before update on approvals
    for each row execute function approvals_answer()
  `);
  // Nobody is asked about a run that is over, whichever way it ended.
  await knex.raw(`
    create function runs_end() returns trigger language plpgsql as $$
    begin
      update approvals set state = 'void',
        decided_at = coalesce(decided_at, clock_timestamp())
      where run_id = new.id and (
        state = 'open' or (state = 'approved' and settled_at is null));
      return null;
    end $$
  `);
  await knex.raw(`
    create trigger runs_end after update of state on runs for each row
    when (new.state in ('succeeded', 'failed', 'cancelled')
      and old.state is distinct from new.state)
    execute function runs_end()
  `);

  await knex.raw(`
    create table reviews (
      id uuid primary key,
      run_id uuid not null unique references runs (id) on delete cascade,
      service text not null,
      mode text not null check (mode in ('solo', 'team')),
      state text not null default 'open' check (state in ('open', 'closed')),
      reason text not null,
      involved text[] not null,
      opened_by text not null,
      opened_at timestamptz not null default clock_timestamp(),
      closable_at timestamptz,
      closed_by text,
      closed_at timestamptz,
      note text,
      constraint reviews_closed check (state = 'open' or (closed_by is not null
        and closed_at is not null and note is not null)),
      constraint reviews_second_person check (mode = 'solo'
        or closed_by is null or closed_by <> all (involved)),
      constraint reviews_next_day check (mode = 'team'
        or (closable_at is not null
          and (closed_at is null or closed_at >= closable_at)))
    )
  `);
  await knex.raw(`create index reviews_state on reviews (state, id)`);
  await knex.raw(
    `create index reviews_service_state on reviews (service, state, id)`,
  );
  await knex.raw(`create index reviews_service on reviews (service, id)`);

  // Messages are written with what they are about, and sent afterwards.
  await knex.raw(`
    create table notices (
      id uuid primary key,
      run_id uuid not null references runs (id) on delete cascade,
      kind text not null check (kind in ('approval-asked', 'approval-decided',
        'lead-changed', 'glass-broken')),
      subject text not null,
      recipients text[] not null,
      excluded text[] not null,
      title text not null,
      description text not null,
      severity text not null,
      created_at timestamptz not null default clock_timestamp(),
      tries integer not null default 0,
      next_at timestamptz not null default clock_timestamp(),
      sent_at timestamptz,
      given_up_at timestamptz,
      unique (kind, subject)
    )
  `);
  await knex.raw(`
    create index notices_to_send on notices (next_at)
    where sent_at is null and given_up_at is null
  `);
  await knex.raw(`create index notices_age on notices (created_at)`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of ['notices', 'reviews', 'approvals']) {
    await knex.raw(`drop table if exists ${table}`);
  }
  await knex.raw(`drop trigger if exists runs_end on runs`);
  for (const name of ['runs_end', 'approvals_answer', 'approvals_ask']) {
    await knex.raw(`drop function if exists ${name}()`);
  }
  await knex.raw(`drop index if exists runs_lead`);
  await knex.raw(
    `alter table runs drop column if exists approvals, drop column if exists glass_broken`,
  );
};
