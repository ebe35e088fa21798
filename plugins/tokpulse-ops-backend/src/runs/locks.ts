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

import type { Severity } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from './Database';

/**
 * Everything about a target happens behind its advisory lock, taken in sorted
 * order, after the row of the caller's own run: so two transactions cannot wait
 * for each other, and a waiter cannot slip past a release.
 */
const guardSql: Statement = {
  name: 'guard_targets',
  text: `
    select pg_advisory_xact_lock(hashtextextended('tokpulse-ops:' || target, 0))
    from (select unnest($1::text[]) as target order by 1) sorted`,
};

const holderSql: Statement = {
  name: 'lock_holder',
  text: `
    select l.target, l.run_id, l.since, r.runbook_title, r.lead
    from locks l join runs r on r.id = l.run_id
    where l.target = any ($2::text[]) and l.run_id <> $1::uuid
    order by l.target limit 1`,
};

const heldSql: Statement = {
  name: 'held_locks',
  text: `
    select count(*)::int as held from locks
    where run_id = $1::uuid and target = any ($2::text[])`,
};

const waiterAheadSql: Statement = {
  name: 'lock_waiter_ahead',
  text: `
    select (select min(t) from unnest(q.targets) t where t = any ($2::text[])) as target,
      q.run_id, q.since, r.runbook_title, r.lead
    from lock_queue q join runs r on r.id = q.run_id
    where q.targets && $2::text[] and q.run_id <> $1::uuid
      and (q.severity, q.arrival) < ($3::smallint, coalesce(
        (select arrival from lock_queue where run_id = $1::uuid), 9e18::bigint))
    order by q.severity, q.arrival limit 1`,
};

const takeSql: Statement = {
  name: 'take_locks',
  text: `
    with done as (delete from lock_queue where run_id = $1::uuid)
    insert into locks (target, run_id, fence)
    select target, $1::uuid, $3::bigint
    from (select unnest($2::text[]) as target order by 1) sorted
    on conflict (target) do update set fence = excluded.fence
      where locks.run_id = excluded.run_id`,
};

const queueSql: Statement = {
  name: 'queue_for_locks',
  text: `
    insert into lock_queue (run_id, severity, targets)
    values ($1::uuid, $2::smallint, $3::text[])
    on conflict (run_id) do nothing`,
};

const interestsSql: Statement = {
  name: 'lock_interests',
  text: `
    select array(
      select target from locks where run_id = $1::uuid
    ) as held, array(
      select unnest(targets) from lock_queue where run_id = $1::uuid
    ) as queued`,
};

const releaseSql: Statement = {
  name: 'release_locks',
  text: `
    with done as (delete from lock_queue where run_id = $1::uuid)
    delete from locks where run_id = $1::uuid`,
};

/** A statement of its own, after the release: inside it, it could miss a waiter. */
const nextWaitersSql: Statement = {
  name: 'next_lock_waiters',
  text: `
    select q.run_id from lock_queue q
    where q.targets && $1::text[]
      and not exists (
        select 1 from locks l where l.target = any (q.targets)
      )
      and not exists (
        select 1 from lock_queue e where e.targets && q.targets
          and (e.severity, e.arrival) < (q.severity, q.arrival)
      )
    order by q.severity, q.arrival`,
};

const grantableSql: Statement = {
  name: 'grantable_lock_waiters',
  text: `
    select q.run_id from lock_queue q
    where q.since < clock_timestamp() - interval '2 seconds'
      and not exists (
        select 1 from locks l where l.target = any (q.targets)
      )
      and not exists (
        select 1 from lock_queue e where e.targets && q.targets
          and (e.severity, e.arrival) < (q.severity, q.arrival)
      )
    order by q.severity, q.arrival limit 100`,
};

interface HolderRow {
  target: string;
  run_id: string;
  since: Date;
  runbook_title: string;
  lead: string;
}

/** Who is in the way of a run that wants targets. */
export interface LockHolder {
  readonly target: string;
  readonly heldBy: {
    readonly runId: string;
    readonly runbookTitle: string;
    readonly lead: string;
    readonly since: string;
  };
}

const SEVERITIES: readonly Severity[] = ['P0', 'P1', 'P2', 'P3'];

function rankOf(severity: Severity | undefined): number {
  return severity === undefined
    ? SEVERITIES.length
    : SEVERITIES.indexOf(severity);
}

/** Keeps all others from these targets until the transaction ends. */
export async function guardTargets(
  tx: Queryable,
  targets: readonly string[],
): Promise<void> {
  await tx.query(guardSql, [targets]);
}

/**
 * Takes all the targets for a run, or none and queues it by severity, then
 * arrival. Call it in a transaction that holds the run's row.
 *
 * @returns who is in the way, when the run has to wait
 */
export async function takeLocks(
  tx: Queryable,
  options: {
    readonly runId: string;
    readonly fence: number;
    readonly severity?: Severity;
    readonly targets: readonly string[];
  },
): Promise<LockHolder | undefined> {
  const { runId, fence, targets } = options;
  await tx.query(guardSql, [targets]);
  // Whoever queued since may be more urgent; what is held stays held.
  const holder = (await holdsLocks(tx, options))
    ? undefined
    : await findHolder(tx, options);
  if (holder === undefined) {
    await tx.query(takeSql, [runId, targets, fence]);
    return undefined;
  }
  await tx.query(queueSql, [runId, rankOf(options.severity), targets]);
  return holder;
}

/** Whether a run holds all of these targets. */
export async function holdsLocks(
  db: Queryable,
  options: { readonly runId: string; readonly targets: readonly string[] },
): Promise<boolean> {
  const { runId, targets } = options;
  const [{ held }] = await db.query<{ held: number }>(heldSql, [
    runId,
    targets,
  ]);
  return held === targets.length;
}

/** Who is in the way of a run: a holder, or somebody before it in the queue. */
export async function findHolder(
  db: Queryable,
  options: {
    readonly runId: string;
    readonly severity?: Severity;
    readonly targets: readonly string[];
  },
): Promise<LockHolder | undefined> {
  const { runId, targets } = options;
  const [holder] = await db.query<HolderRow>(holderSql, [runId, targets]);
  const [ahead] = holder
    ? [holder]
    : await db.query<HolderRow>(waiterAheadSql, [
        runId,
        targets,
        rankOf(options.severity),
      ]);
  return (
    ahead && {
      target: ahead.target,
      heldBy: {
        runId: ahead.run_id,
        runbookTitle: ahead.runbook_title,
        lead: ahead.lead,
        since: ahead.since.toISOString(),
      },
    }
  );
}

/**
 * Gives up everything a run holds and its place in the queue. Call it in a
 * transaction that holds the run's row.
 *
 * @returns the targets it held, and the runs that can have their turn now
 */
export async function releaseLocks(
  tx: Queryable,
  runId: string,
): Promise<{
  readonly released: readonly string[];
  readonly next: readonly string[];
}> {
  const [interests] = await tx.query<{ held: string[]; queued: string[] }>(
    interestsSql,
    [runId],
  );
  const { held, queued } = interests;
  const targets = [...new Set([...held, ...queued])];
  if (targets.length === 0) {
    return { released: [], next: [] };
  }
  await tx.query(guardSql, [targets]);
  await tx.query(releaseSql, [runId]);
  const next = await tx.query<{ run_id: string }>(nextWaitersSql, [targets]);
  return { released: held.sort(), next: next.map(row => row.run_id) };
}

/** Runs that wait for targets which are free: their wake-up was lost. */
export async function findForgottenWaiters(
  db: Queryable,
): Promise<readonly string[]> {
  const rows = await db.query<{ run_id: string }>(grantableSql);
  return rows.map(row => row.run_id);
}
