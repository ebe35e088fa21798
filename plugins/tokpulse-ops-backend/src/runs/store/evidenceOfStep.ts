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

import { InputError } from '@backstage/errors';
import type { EvidenceFile } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { withProblem } from '../../problems';
import type { Queryable, Statement } from '../Database';
import { isUuid } from './PostgresPlanStore';

const evidenceOfStepSql: Statement = {
  name: 'evidence_of_step',
  text: `
    select id, name, media_type, bytes, encode(sha256, 'hex') as sha256,
      added_by, added_at
    from evidence_files
    where run_id = $1::uuid and step_id = $2 and id = any ($3::uuid[])
    order by id`,
};

/**
 * What is known of files that somebody names as evidence for a step.
 *
 * @throws `InputError` when one of them was not added to this step of this run
 */
export async function evidenceOfStep(
  db: Queryable,
  options: {
    readonly runId: string;
    readonly stepId: string;
    readonly files: readonly string[];
  },
): Promise<readonly EvidenceFile[]> {
  const { runId, stepId } = options;
  const ids = [...new Set(options.files)];
  if (ids.length === 0) {
    return [];
  }
  const rows = await db.query<{
    id: string;
    name: string;
    media_type: string;
    bytes: number;
    sha256: string;
    added_by: string;
    added_at: Date;
  }>(evidenceOfStepSql, [runId, stepId, ids.filter(isUuid)]);
  const stranger = ids.find(id => !rows.some(row => row.id === id));
  if (stranger !== undefined) {
    throw withProblem(
      new InputError(`No file '${stranger}' was added to step '${stepId}'`),
      {
        code: 'no-such-file',
        nextStep: 'Add the file to this step, then decide',
      },
    );
  }
  return rows.map(row => ({
    ...{ id: row.id, runId, stepId, name: row.name, bytes: row.bytes },
    mediaType: row.media_type,
    sha256: row.sha256,
    addedBy: row.added_by,
    addedAt: row.added_at.toISOString(),
  }));
}
