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

import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Queryable, Statement } from '../Database';

export const undosOfSql: Statement = {
  name: 'undos_of_run',
  text: `select id, state from runs where undoes = $1::uuid order by id`,
};

/** Runs that take or took a run back, oldest first. */
export async function undosOf(
  db: Queryable,
  runId: string,
): Promise<RunDetail['undoneBy']> {
  const rows = await db.query<{
    id: string;
    state: RunDetail['state'];
  }>(undosOfSql, [runId]);
  return rows.map(({ id, state }) => ({ runId: id, state }));
}
