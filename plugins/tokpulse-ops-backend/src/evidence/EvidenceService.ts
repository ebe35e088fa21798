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

import { NotFoundError } from '@backstage/errors';
import type {
  EvidenceFile,
  EvidenceVerification,
  RunEvent,
  RunEventBody,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { withProblem } from '../problems';
import type { Database, Statement } from '../runs/Database';
import type { RunReader } from '../runs/types';
import type { EvidenceFiles } from './EvidenceFiles';
import type { EvidenceVerifier } from './EvidenceVerifier';
import { toRunExport } from './export/RunExport';
import { runExportToMarkdown } from './export/toMarkdown';

const PAGE = 500;
const MOST_LINES = 2_000;

/** Lines of output are the bulk of a run, and have a reader of their own. */
export const happenedSql: Statement = {
  name: 'events_without_output',
  text: `
    select seq, at, actor, body from run_events
    where run_id = $1::uuid and seq > $2::bigint and first_line is null
    order by seq limit ${PAGE}`,
};

/** A file that is to be downloaded. */
export interface DownloadableFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer | string;
}

/** What shows afterwards what happened in a run. */
export class EvidenceService {
  readonly #database: Database;
  readonly #reader: Pick<RunReader, 'get' | 'plan' | 'log'>;
  readonly #files: EvidenceFiles;
  readonly #verifier: EvidenceVerifier;

  constructor(options: {
    readonly database: Database;
    readonly reader: Pick<RunReader, 'get' | 'plan' | 'log'>;
    readonly files: EvidenceFiles;
    readonly verifier: EvidenceVerifier;
  }) {
    this.#database = options.database;
    this.#reader = options.reader;
    this.#files = options.files;
    this.#verifier = options.verifier;
  }

  addFile(options: Parameters<EvidenceFiles['add']>[0]): Promise<EvidenceFile> {
    return this.#files.add(options);
  }

  async file(options: {
    readonly runId: string;
    readonly fileId: string;
  }): Promise<DownloadableFile> {
    const { file, content } = await this.#files.get(options);
    return { name: file.name, mediaType: file.mediaType, content };
  }

  async verify(runId: string): Promise<EvidenceVerification> {
    const verification = await this.#verifier.verify(runId);
    if (verification === undefined) {
      throw noRun(runId);
    }
    return verification;
  }

  /** The whole run for a post-mortem. */
  async export(options: {
    readonly runId: string;
    readonly format: 'markdown' | 'json';
  }): Promise<DownloadableFile> {
    const { runId, format } = options;
    const [run, plan] = await Promise.all([
      this.#reader.get(runId),
      this.#reader.plan(runId),
    ]);
    if (run === undefined || plan === undefined) {
      throw noRun(runId);
    }
    const { lines, total } = await this.#reader.log({
      runId,
      from: Math.max(0, run.logLines - MOST_LINES),
      limit: MOST_LINES,
    });
    const exported = toRunExport({
      ...{ run, plan, log: { lines, total } },
      events: await this.#happened(runId),
      files: await this.#files.list(runId),
      verification: await this.verify(runId),
    });
    const name = `run-${run.createdAt.slice(0, 10)}-${run.id}`;
    switch (format) {
      case 'json':
        return {
          name: `${name}.json`,
          mediaType: 'application/json',
          content: `${JSON.stringify(exported, null, 2)}\n`,
        };
      case 'markdown':
        return {
          name: `${name}.md`,
          mediaType: 'text/markdown',
          content: runExportToMarkdown(exported),
        };
      default:
        throw new Error(`Unknown format ${format satisfies never}`);
    }
  }

  async #happened(runId: string): Promise<readonly RunEvent[]> {
    const events: RunEvent[] = [];
    for (;;) {
      const rows = await this.#database.query<{
        seq: string;
        at: Date;
        actor: string;
        body: RunEventBody;
      }>(happenedSql, [runId, events.at(-1)?.seq ?? 0]);
      events.push(
        ...rows.map(({ seq, at, actor, body }) => ({
          ...{ runId, actor, body },
          seq: Number(seq),
          at: at.toISOString(),
        })),
      );
      if (rows.length < PAGE) {
        return events;
      }
    }
  }
}

function noRun(runId: string): NotFoundError {
  return withProblem(new NotFoundError(`There is no run '${runId}'`), {
    code: 'no-such-run',
    nextStep: 'Open the list of runs',
  });
}
