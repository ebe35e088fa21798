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

import type {
  Attempt,
  Plan,
  PlannedStep,
  ProbeFinding,
  RunState,
  SafeError,
  StepState,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { AnswerStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { toEventHead, type EventHeadRow } from '../../evidence/EventHead';
import type { Queryable, Statement } from '../Database';
import type { Json } from '../steps/json';
import type { RunRecord, StepRecord } from './records';

export const loadRunSql: Statement = {
  name: 'load_run',
  text: `
    select r.id, r.state, r.waiting, r.current_step_id, r.with_failures,
      r.log_lines, r.fence, r.writes, r.seq, r.mac, r.event_at,
      r.requested_by, r.lead, r.reason, r.approvals, r.glass_broken,
      r.cancel_requested, clock_timestamp() as read_at, r.created_at, r.started_at, r.finished_at,
      r.plan_hash, r.current_plan_id, r.undoes,
      c.document -> 'editors' as current_editors,
      p.document as plan, steps.items as steps, attempts.items as attempts
    from runs r
    join plans p on p.id = r.plan_id
    left join plans c on c.id = r.current_plan_id
    cross join lateral (
      select jsonb_agg(to_jsonb(s) order by s.position) as items
      from run_steps s where s.run_id = r.id
    ) steps
    cross join lateral (
      select jsonb_agg(to_jsonb(a) order by a.number) as items
      from attempts a where a.run_id = r.id and a.item = -1
    ) attempts
    where r.id = $1::uuid`,
};

const lockRunSql: Statement = {
  name: 'lock_run',
  text: `select id from runs where id = $1::uuid for update`,
};

interface StepJson {
  step_id: string;
  position: number;
  state: StepState;
  handled: boolean;
  attempt: number;
  tries: number;
  interruptions: number;
  confirmed: boolean;
  executed: boolean;
  input: Json | null;
  output: Json | null;
  error: SafeError | null;
  probe: ProbeFinding | null;
  verification: StepRecord['verification'];
  wait: StepRecord['wait'];
  answer: AnswerStep | null;
  resumed: Json | null;
  skipped_because: string | null;
  planned: PlannedStep | null;
  undone_by: string | null;
  started_at: string | null;
  finished_at: string | null;
}

interface AttemptJson {
  step_id: string;
  number: number;
  state: Attempt['state'];
  error: SafeError | null;
  started_at: string;
  finished_at: string | null;
}

interface RunRow extends EventHeadRow {
  id: string;
  state: RunState;
  waiting: Waiting | null;
  current_step_id: string | null;
  with_failures: boolean;
  log_lines: string;
  fence: string;
  writes: string;
  requested_by: string;
  lead: string;
  approvals: RunRecord['approvals'];
  glass_broken: boolean;
  reason: string | null;
  cancel_requested: boolean;
  read_at: Date;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  plan: Plan;
  plan_hash: string;
  current_plan_id: string | null;
  current_editors: string[] | null;
  undoes: string | null;
  steps: StepJson[] | null;
  attempts: AttemptJson[] | null;
}

/** Reads one run, whole; undefined when there is none. */
export async function loadRun(
  db: Queryable,
  runId: string,
): Promise<RunRecord | undefined> {
  const [row] = await db.query<RunRow>(loadRunSql, [runId]);
  return row && toRecord(row);
}

/** The same, keeping every other writer out until the transaction ends. */
export async function loadRunForUpdate(
  tx: Queryable,
  runId: string,
): Promise<RunRecord | undefined> {
  await tx.query(lockRunSql, [runId]);
  return loadRun(tx, runId);
}

function toRecord(row: RunRow): RunRecord {
  const attempts = new Map<string, Attempt[]>();
  for (const attempt of row.attempts ?? []) {
    const list = attempts.get(attempt.step_id) ?? [];
    list.push(toAttempt(attempt));
    attempts.set(attempt.step_id, list);
  }
  return {
    id: row.id,
    plan: currentPlan(row),
    startedPlanId: row.plan.id,
    undoes: row.undoes,
    state: row.state,
    waiting: row.waiting,
    currentStepId: row.current_step_id,
    withFailures: row.with_failures,
    logLines: Number(row.log_lines),
    fence: Number(row.fence),
    writes: Number(row.writes),
    head: toEventHead(row),
    requestedBy: row.requested_by,
    lead: row.lead,
    approvals: row.approvals,
    glassBroken: row.glass_broken,
    reason: row.reason,
    cancelRequested: row.cancel_requested,
    readAt: row.read_at,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    steps: (row.steps ?? []).map(step => ({
      stepId: step.step_id,
      position: step.position,
      state: step.state,
      handled: step.handled,
      attempt: step.attempt,
      tries: step.tries,
      interruptions: step.interruptions,
      confirmed: step.confirmed,
      executed: step.executed,
      input: step.input,
      output: step.output,
      error: step.error,
      probe: step.probe,
      verification: step.verification,
      wait: step.wait,
      answer: step.answer,
      resumed: step.resumed,
      skippedBecause: step.skipped_because,
      undoneBy: step.undone_by,
      startedAt: isoTime(step.started_at),
      finishedAt: isoTime(step.finished_at),
      attempts: attempts.get(step.step_id) ?? [],
    })),
  };
}

/** The plan that the run was started from, with what was edited since. */
function currentPlan(row: RunRow): Plan {
  if (row.current_plan_id === null) {
    return row.plan;
  }
  const edited = new Map(
    row.steps?.map(step => [step.step_id, step.planned ?? undefined]),
  );
  return {
    ...row.plan,
    id: row.current_plan_id,
    hash: row.plan_hash,
    editors: row.current_editors ?? row.plan.editors,
    steps: row.plan.steps.map(
      planned => edited.get(planned.step.id) ?? planned,
    ),
  };
}

function toAttempt(row: AttemptJson): Attempt {
  return {
    number: row.number,
    state: row.state,
    startedAt: new Date(row.started_at).toISOString(),
    finishedAt: isoTime(row.finished_at) ?? undefined,
    error: row.error ?? undefined,
  };
}

/** PostgreSQL writes times into JSON with the offset of its time zone. */
function isoTime(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}
