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

import { createHash } from 'node:crypto';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  terminalRunStates,
  type EvidenceFile,
  type RunState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { v7 as uuid } from 'uuid';
import { withProblem } from '../problems';
import type { Database, Queryable, Statement } from '../runs/Database';
import { isUuid } from '../runs/store/PostgresPlanStore';
import type { Redactor } from '../runs/types';
import { storableContent } from './fileContent';
import { safeFileName } from './fileName';

/** A run with more files than this is used as a disk. */
export const MOST_FILES_OF_A_RUN = 100;

const COLUMNS = `id, run_id, step_id, name, media_type, bytes,
      encode(sha256, 'hex') as sha256, added_by, added_at`;

export const stepSql: Statement = {
  name: 'step_for_evidence',
  text: `
    select r.state,
      exists (
        select 1 from run_steps s where s.run_id = r.id and s.step_id = $2
      ) as has_step,
      (select count(*) from evidence_files f where f.run_id = r.id)::int as files
    from runs r where r.id = $1::uuid`,
};

const insertSql: Statement = {
  name: 'add_evidence_file',
  text: `
    insert into evidence_files (
      id, run_id, step_id, name, media_type, bytes, sha256, content, added_by
    ) values (
      $1::uuid, $2::uuid, $3, $4, $5, $6::integer, $7::bytea, $8::bytea, $9
    )
    returning ${COLUMNS}`,
};

export const contentSql: Statement = {
  name: 'evidence_file',
  text: `
    select ${COLUMNS}, content from evidence_files
    where id = $1::uuid and run_id = $2::uuid`,
};

export const listSql: Statement = {
  name: 'evidence_files_of_run',
  text: `
    select ${COLUMNS} from evidence_files where run_id = $1::uuid order by id`,
};

interface FileRow {
  id: string;
  run_id: string;
  step_id: string;
  name: string;
  media_type: string;
  bytes: number;
  sha256: string;
  added_by: string;
  added_at: Date;
}

/** Files that people add to show that a step was done by hand. */
export class EvidenceFiles {
  readonly #database: Database;
  readonly #redactor: Redactor;

  constructor(options: {
    readonly database: Database;
    readonly redactor: Redactor;
  }) {
    this.#database = options.database;
    this.#redactor = options.redactor;
  }

  /**
   * Adds a file to a step of a run that is not over.
   *
   * @throws `NotFoundError`, `ConflictError`
   */
  async add(options: {
    readonly runId: string;
    readonly stepId: string;
    readonly name: string;
    readonly mediaType: string;
    readonly content: Buffer;
    readonly actor: string;
  }): Promise<EvidenceFile> {
    const { runId, stepId, mediaType, actor } = options;
    const { content } = storableContent(options.content, this.#redactor);
    // A name is text of a person, too; redacting may bring brackets into it.
    const name = safeFileName(this.#redactor.text(safeFileName(options.name)));
    return this.#database.transaction(async tx => {
      await requireRoom(tx, { runId, stepId });
      const [row] = await tx.query<FileRow>(insertSql, [
        uuid(),
        runId,
        stepId,
        name,
        mediaType,
        content.length,
        createHash('sha256').update(content).digest(),
        content,
        actor,
      ]);
      return toEvidenceFile(row);
    });
  }

  /** @throws `NotFoundError` */
  async get(options: {
    readonly runId: string;
    readonly fileId: string;
  }): Promise<{ readonly file: EvidenceFile; readonly content: Buffer }> {
    const { runId, fileId } = options;
    const [row] =
      isUuid(fileId) && isUuid(runId)
        ? await this.#database.query<FileRow & { content: Buffer }>(
            contentSql,
            [fileId, runId],
          )
        : [];
    if (row === undefined) {
      throw withProblem(
        new NotFoundError(`The run has no file of evidence '${fileId}'`),
        { code: 'no-such-file', nextStep: 'Look at the evidence of the run' },
      );
    }
    return { file: toEvidenceFile(row), content: row.content };
  }

  /** Oldest first, without their contents. */
  async list(runId: string): Promise<readonly EvidenceFile[]> {
    const rows = await this.#database.query<FileRow>(listSql, [runId]);
    return rows.map(toEvidenceFile);
  }
}

async function requireRoom(
  tx: Queryable,
  options: { readonly runId: string; readonly stepId: string },
): Promise<void> {
  const { runId, stepId } = options;
  const [run] = await tx.query<{
    state: RunState;
    has_step: boolean;
    files: number;
  }>(stepSql, [runId, stepId]);
  if (run === undefined || !run.has_step) {
    throw withProblem(new NotFoundError(`The run has no step '${stepId}'`), {
      code: 'no-such-step',
      nextStep: 'Look at the steps of the run',
    });
  }
  if (terminalRunStates.includes(run.state)) {
    throw withProblem(new ConflictError(`The run is over: ${run.state}`), {
      code: 'run-over',
      nextStep:
        'Keep the file with the post-mortem; the evidence of a run ends with it',
    });
  }
  if (run.files >= MOST_FILES_OF_A_RUN) {
    throw withProblem(
      new ConflictError(`The run has ${run.files} files already`),
      {
        code: 'too-many-files',
        nextStep: 'Put what is left into one archive or into the text',
      },
    );
  }
}

function toEvidenceFile(row: FileRow): EvidenceFile {
  return {
    id: row.id,
    runId: row.run_id,
    stepId: row.step_id,
    name: row.name,
    mediaType: row.media_type,
    bytes: row.bytes,
    sha256: row.sha256,
    addedBy: row.added_by,
    addedAt: row.added_at.toISOString(),
  };
}
