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

import {
  chainEvents,
  insertChainedEvents,
  type ChainedEvents,
} from '../../evidence/chainEvents';
import {
  toEventHead,
  type EventHead,
  type EventHeadRow,
} from '../../evidence/EventHead';
import type { Queryable, Statement } from '../Database';
import { FencedError, UnknownOutcomeError } from '../errors';
import { storableJson } from './storableJson';
import type { Applied, AttemptKey, RunChange } from './records';
import { writeItemsSql } from './writeItems';

/**
 * The one write of a driver. The row of the run is updated first and only under
 * the fence, so a driver that lost it changes nothing at all, and the events
 * of a run are numbered and chained in the order in which they commit.
 */
const applyChangeSql = (more: {
  readonly name: string;
  /** Further parts of the statement. */
  readonly parts: string;
}): Statement => ({
  name: more.name,
  text: `
    with run as (
      update runs set
        writes = writes + 1,
        seq = $14::bigint,
        mac = $15::bytea,
        event_at = $16::timestamptz,
        anchored = false,
        state = $4::text,
        waiting = $5::jsonb,
        wake_at = clock_timestamp() + $6::float8 * interval '1 ms',
        current_step_id = $7::text,
        with_failures = $8::boolean,
        log_lines = $9::bigint,
        replica = case when $4::text = 'running' then replica end,
        finished_at = case
          when $4::text in ('succeeded', 'failed', 'cancelled')
          then clock_timestamp() end,
        touched_at = clock_timestamp()
      where id = $1::uuid and fence = $2::bigint and writes = $13::bigint
        and seq = $17::bigint
      returning id, touched_at, cancel_requested, fence
    ), step as (
      update run_steps s set
        state = c.state,
        handled = c.handled,
        attempt = c.attempt,
        tries = c.tries,
        interruptions = c.interruptions,
        confirmed = c.confirmed,
        executed = c.executed,
        input = c.input,
        output = c.output,
        error = c.error,
        probe = c.probe,
        verification = c.verification,
        wait = c.wait,
        answer = c.answer,
        resumed = c.resumed,
        skipped_because = c."skippedBecause",
        started_at = case when c.state = 'running' or c.attempt > s.attempt
          then coalesce(s.started_at, run.touched_at) else s.started_at end,
        finished_at = case when c.state in
          ('succeeded', 'failed', 'skipped', 'unknown', 'by-hand')
          then run.touched_at end
      from run, jsonb_to_recordset($10::jsonb) as c (
        "stepId" text, state text, handled boolean, attempt integer,
        tries integer, interruptions integer, confirmed boolean,
        executed boolean, input jsonb, output jsonb, error jsonb, probe jsonb,
        verification jsonb, wait jsonb, answer jsonb, resumed jsonb,
        "skippedBecause" text
      )
      where s.run_id = run.id and s.step_id = c."stepId"
    ), started as (
      insert into attempts (run_id, step_id, item, number, fence, state, error,
        started_at, finished_at)
      select run.id, a."stepId", coalesce(a.item, -1), a.number, run.fence,
        coalesce(a.state, 'running'), a.error, run.touched_at,
        case when a.state is not null then run.touched_at end
      from run, jsonb_to_recordset($11::jsonb) as a ("stepId" text,
        item integer, number integer, state text, error jsonb)
    ), finished as (
      update attempts t set
        state = a.state,
        error = a.error,
        finished_at = run.touched_at
      from run, jsonb_to_recordset($12::jsonb) as a ("stepId" text,
        item integer, number integer, state text, error jsonb)
      where t.run_id = run.id and t.item = coalesce(a.item, -1)
        and t.step_id = a."stepId" and t.number = a.number
    )${more.parts}, event as (${insertChainedEvents(3)}
    )
    select touched_at, cancel_requested from run`,
});

const withoutItemsSql = applyChangeSql({ name: 'apply_change', parts: '' });

/** A statement of its own, so that all other writes do not pay for it. */
const withItemsSql = applyChangeSql({
  name: 'apply_change_of_items',
  parts: writeItemsSql({ freeze: 18, update: 19 }),
});

const standingSql: Statement = {
  name: 'run_standing',
  text: `
    select fence, writes, seq, mac, event_at, touched_at, cancel_requested
    from runs where id = $1::uuid`,
};

const holdFenceSql: Statement = {
  name: 'hold_fence',
  text: `
    select fence, writes from runs
    where id = $1::uuid and fence = $2::bigint for update`,
};

interface Standing extends EventHeadRow {
  fence: string;
  writes: string;
  touched_at: Date;
  cancel_requested: boolean;
}

/** Which change of a run comes next, and under which fence. */
export type RunPosition = Pick<RunChange, 'runId' | 'fence' | 'writes'>;

/**
 * Keeps every other writer of the run out until the transaction ends.
 *
 * @throws FencedError when somebody else drives the run by now.
 * @throws UnknownOutcomeError when an earlier try of the same transaction was
 * committed although its answer was lost.
 */
export async function holdFence(
  tx: Queryable,
  position: RunPosition,
): Promise<void> {
  const { runId, fence, writes } = position;
  const [row] = await tx.query<{ writes: string }>(holdFenceSql, [
    runId,
    fence,
  ]);
  if (row === undefined) {
    throw new FencedError(runId, fence);
  }
  if (Number(row.writes) !== writes) {
    throw new UnknownOutcomeError(runId);
  }
}

/**
 * Writes a change under the run's fence. Sending the same change again, because
 * the connection broke before the answer came, does nothing.
 *
 * @throws FencedError when somebody else drives the run by now.
 */
export async function applyChange(
  db: Queryable,
  change: RunChange,
): Promise<Applied> {
  const key = await db.eventKey();
  let { head } = change;
  for (;;) {
    const chained = chainEvents({ ...change, head, key });
    const [written] = await db.query<
      Pick<Standing, 'touched_at' | 'cancel_requested'>
    >(
      change.items === undefined ? withoutItemsSql : withItemsSql,
      valuesOf(change, head, chained),
    );
    if (written) {
      return toApplied(written, chained.head);
    }
    const [standing] = await db.query<Standing>(standingSql, [change.runId]);
    if (standing === undefined || Number(standing.fence) !== change.fence) {
      throw new FencedError(change.runId, change.fence);
    }
    const writes = Number(standing.writes);
    if (writes === change.writes + 1) {
      return toApplied(standing, toEventHead(standing));
    }
    if (writes !== change.writes || Number(standing.seq) === head.seq) {
      throw new FencedError(change.runId, change.fence);
    }
    // Somebody appended an event, such as the wish to cancel: after that one.
    head = toEventHead(standing);
  }
}

function valuesOf(
  change: RunChange,
  before: EventHead,
  chained: ChainedEvents,
): readonly unknown[] {
  const { run, attempts, items } = change;
  // A statement does not see the rows it inserts, so what starts and ends in
  // one change is written as ended.
  const started = (attempts?.start ?? []).map(start => ({
    ...start,
    ...attempts?.finish?.find(same(start)),
  }));
  return [
    change.runId,
    change.fence,
    chained.json,
    run.state,
    run.waiting === null ? null : storableJson(run.waiting),
    change.wakeInMs ?? null,
    run.currentStepId,
    run.withFailures,
    run.logLines,
    storableJson(change.steps ?? []),
    storableJson(started),
    storableJson(
      attempts?.finish?.filter(one => !started.some(same(one))) ?? [],
    ),
    change.writes,
    chained.head.seq,
    chained.head.mac,
    chained.head.at,
    before.seq,
    ...(items === undefined
      ? []
      : [storableJson(items.freeze ?? []), storableJson(items.update ?? [])]),
  ];
}

function same(one: AttemptKey): (other: AttemptKey) => boolean {
  return other =>
    other.stepId === one.stepId &&
    other.item === one.item &&
    other.number === one.number;
}

function toApplied(
  row: Pick<Standing, 'touched_at' | 'cancel_requested'>,
  head: EventHead,
): Applied {
  return {
    head,
    at: row.touched_at,
    cancelRequested: row.cancel_requested,
  };
}
