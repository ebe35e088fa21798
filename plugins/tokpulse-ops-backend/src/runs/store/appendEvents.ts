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

import { chainEvents, insertChainedEvents } from '../../evidence/chainEvents';
import { toEventHead, type EventHeadRow } from '../../evidence/EventHead';
import type { Queryable, Statement } from '../Database';
import type { NewEvent } from './records';

const headSql: Statement = {
  name: 'event_head',
  text: `
    select seq, mac, event_at, clock_timestamp() as now
    from runs where id = $1::uuid`,
};

const appendEventsSql: Statement = {
  name: 'append_events',
  text: `
    with run as (
      update runs set
        seq = $3::bigint,
        mac = $4::bytea,
        event_at = $5::timestamptz,
        anchored = false
      where id = $1::uuid and seq = $6::bigint
      returning id
    ), event as (${insertChainedEvents(2)}
    )
    select id from run`,
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
  const key = await db.eventKey();
  for (;;) {
    const [row] = await db.query<EventHeadRow & { now: Date }>(headSql, [
      runId,
    ]);
    if (row === undefined) {
      return;
    }
    const before = toEventHead(row);
    const { json, head } = chainEvents({
      ...{ key, runId, events },
      head: before,
      at: row.now,
    });
    const written = await db.query(appendEventsSql, [
      runId,
      json,
      head.seq,
      head.mac,
      head.at,
      before.seq,
    ]);
    // Otherwise somebody else wrote in between; the new end is read again.
    if (written.length === 1) {
      return;
    }
  }
}
