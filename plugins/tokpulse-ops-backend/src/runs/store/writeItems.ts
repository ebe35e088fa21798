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

const PROGRESS = `
        state text, attempt integer, tries integer, interruptions integer,
        executed boolean, input jsonb, output jsonb, error jsonb, probe jsonb,
        verification jsonb, resumed jsonb, "dueAt" timestamptz`;

/**
 * The parts of the fenced statement that write items: each is one small row,
 * so that a step with a thousand of them rewrites none but those that changed.
 *
 * @param parameters - numbers of the parameters that carry the items as JSON
 */
export function writeItemsSql(parameters: {
  readonly freeze: number;
  readonly update: number;
}): string {
  return `, frozen as (
      insert into run_items (run_id, step_id, item, label, value)
      select run.id, i."stepId", i.item, i.label, coalesce(i.value, 'null')
      from run, jsonb_to_recordset($${parameters.freeze}::jsonb)
        as i ("stepId" text, item integer, label text, value jsonb)
    ), item as (
      update run_items t set
        state = i.state,
        attempt = i.attempt,
        tries = i.tries,
        interruptions = i.interruptions,
        executed = i.executed,
        input = i.input,
        output = i.output,
        error = i.error,
        probe = i.probe,
        verification = i.verification,
        resumed = i.resumed,
        due_at = i."dueAt",
        started_at = case when i.attempt > 0
          then coalesce(t.started_at, run.touched_at) end,
        finished_at = case when i.state in
          ('succeeded', 'failed', 'skipped', 'unknown') then run.touched_at end
      from run, jsonb_to_recordset($${parameters.update}::jsonb) as i (
        "stepId" text, item integer,${PROGRESS}
      )
      where t.run_id = run.id and t.step_id = i."stepId" and t.item = i.item
    )`;
}
