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

import type { Queryable, Statement } from '../Database';
import { eventsJson } from './applyChange';
import type { NewEvent } from './records';

const appendEventsSql: Statement = {
  name: 'append_events',
  text: `
    with run as (
      update runs set seq = seq + jsonb_array_length($2::jsonb)
      where id = $1::uuid
      returning id, seq
    )
    insert into run_events (run_id, seq, actor, body, bytes)
    select run.id, run.seq - jsonb_array_length($2::jsonb) + e.position,
      e.value ->> 'actor', e.value -> 'body', (e.value ->> 'bytes')::integer
    from run, jsonb_array_elements($2::jsonb)
      with ordinality as e (value, position)`,
};

/**
 * Adds events that change nothing: a request of a person while a driver is at
 * work, and the late result of a driver that was fenced.
 */
export async function appendEvents(
  db: Queryable,
  runId: string,
  events: readonly NewEvent[],
): Promise<void> {
  await db.query(appendEventsSql, [runId, eventsJson(events)]);
}
