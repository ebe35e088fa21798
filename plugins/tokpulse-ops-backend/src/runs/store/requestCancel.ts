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
import { appendEvents } from './appendEvents';

const requestCancelSql: Statement = {
  name: 'request_cancel',
  text: `
    update runs set cancel_requested = true, cancel_reason = $2, cancel_actor = $3
    where id = $1::uuid`,
};

/** Asks whoever drives the run to end it. */
export async function requestCancel(
  tx: Queryable,
  options: {
    readonly runId: string;
    readonly reason?: string;
    readonly actor: string;
  },
): Promise<void> {
  const { runId, reason, actor } = options;
  await tx.query(requestCancelSql, [runId, reason ?? null, actor]);
  await appendEvents(tx, runId, [
    { actor, body: { type: 'cancel-requested', reason } },
  ]);
}
