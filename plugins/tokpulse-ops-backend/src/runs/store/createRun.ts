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

import type { Plan } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { chainEvents, insertChainedEvents } from '../../evidence/chainEvents';
import { NO_EVENTS } from '../../evidence/EventHead';
import type { Queryable, Statement } from '../Database';
import { ENGINE_VERSION } from './claimRun';
import { storableJson } from './storableJson';

const createRunSql: Statement = {
  name: 'create_run',
  text: `
    with run as (
      insert into runs (
        id, plan_id, plan_hash, engine_version, service, entity_ref,
        runbook_id, runbook_title, runbook_severity, runbook_content_hash,
        requested_by, lead, reason, state, seq, mac, event_at, approvals,
        undoes
      ) values (
        $1::uuid, $2::uuid, $3, $4::smallint, $5, $6, $7, $8, $9, $10,
        $11, $19, $12, 'queued', $15::bigint, $16::bytea,
        $17::timestamptz, $18, $20::uuid
      )
      on conflict (plan_id) do nothing
      returning id
    ), step as (
      insert into run_steps (run_id, step_id, position, state)
      select run.id, s.value #>> '{}', s.position, 'pending'
      from run, jsonb_array_elements($14::jsonb)
        with ordinality as s (value, position)
    ), event as (${insertChainedEvents(13)}
    )
    select id from run`,
};

/** @returns false when the plan was run before. */
export async function createRun(
  tx: Queryable,
  options: {
    readonly runId: string;
    readonly plan: Plan;
    readonly requestedBy: string;
    /** Default: who asked for it. */
    readonly lead?: string;
    readonly reason?: string;
    /** The database's time. */
    readonly at: Date;
  },
): Promise<boolean> {
  const { runId, plan, requestedBy, reason, at } = options;
  const { json, head } = chainEvents({
    key: await tx.eventKey(),
    ...{ runId, at, head: NO_EVENTS },
    events: [
      {
        actor: requestedBy,
        body: { type: 'run-created', planHash: plan.hash },
      },
      { actor: requestedBy, body: { type: 'run-state', state: 'queued' } },
    ],
  });
  const rows = await tx.query(createRunSql, [
    runId,
    plan.id,
    plan.hash,
    ENGINE_VERSION,
    plan.service,
    plan.entityRef ?? null,
    plan.runbook.id,
    plan.runbook.title,
    plan.runbook.severity ?? null,
    plan.runbook.contentHash,
    requestedBy,
    reason ?? null,
    json,
    storableJson(plan.steps.map(({ step }) => step.id)),
    head.seq,
    head.mac,
    head.at,
    plan.approvals,
    options.lead ?? requestedBy,
    plan.undoes ?? null,
  ]);
  return rows.length === 1;
}
