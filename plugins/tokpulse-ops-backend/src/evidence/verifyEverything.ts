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

import type { EvidenceVerification } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Database, Statement } from '../runs/Database';
import type { AnchorFile } from './AnchorFile';
import { isAuthentic, type Checkpoint } from './Checkpoint';
import { CheckpointStore, type AnchoredHead } from './CheckpointStore';
import type { EvidenceVerifier } from './EvidenceVerifier';

const PAGE = 500;

const runIdsSql: Statement = {
  name: 'evidence_run_ids',
  text: `
    select id from runs where id > $1::uuid order by id limit ${PAGE}`,
};

/** Of these runs, and of those in checkpoints, the ones that are gone. */
const vanishedSql: Statement = {
  name: 'vanished_runs',
  text: `
    select a.id, (
        select max(h.seq) from evidence_heads h where h.run_id = a.id
      ) as seq
    from (
      select unnest($1::uuid[]) union select run_id from evidence_heads
    ) as a (id)
    where not exists (select 1 from runs r where r.id = a.id)
    order by a.id`,
};

/** What is wrong with the checkpoints themselves. */
export interface CheckpointProblem {
  readonly checkpoint: number;
  readonly message: string;
}

/** What a look at everything found. */
export interface EvidenceReport {
  readonly valid: boolean;
  readonly runs: number;
  /** Of them, those whose events retention has removed. */
  readonly removedRuns: number;
  readonly events: number;
  readonly checkpoints: number;
  /** Absent without an anchor file. */
  readonly anchorFile?: string;
  readonly badRuns: readonly EvidenceVerification[];
  readonly badCheckpoints: readonly CheckpointProblem[];
}

/** Verifies every run, every checkpoint, and that both files and tables agree. */
export async function verifyEverything(options: {
  readonly database: Database;
  readonly verifier: EvidenceVerifier;
  readonly file?: AnchorFile;
}): Promise<EvidenceReport> {
  const { database, verifier, file } = options;
  const key = await database.eventKey();
  const store = new CheckpointStore({ database });
  // Before the database: what is in the file has to be there, too.
  const anchored = new Map<number, string>();
  const heads = new Map<string, AnchoredHead[]>();
  for await (const checkpoint of file?.read({ key }) ?? []) {
    anchored.set(checkpoint.number, checkpoint.mac);
    for (const { runId, seq, mac } of checkpoint.heads) {
      const known = heads.get(runId) ?? [];
      known.push({ seq, mac, at: checkpoint.at });
      heads.set(runId, known);
    }
  }
  const { badCheckpoints, checkpoints } = await checkCheckpoints({
    ...{ key, store, anchored },
  });

  const badRuns: EvidenceVerification[] = [];
  let runs = 0;
  let events = 0;
  let removedRuns = 0;
  for await (const runId of runIds(database)) {
    const found = await verifier.verify(runId, heads.get(runId) ?? []);
    runs += found === undefined ? 0 : 1;
    events += found?.events ?? 0;
    removedRuns += found?.removed === undefined ? 0 : 1;
    if (found?.valid === false) {
      badRuns.push(found);
    }
  }
  badRuns.push(...(await vanished(database, heads, verifier.windowSeconds)));
  return {
    valid: badRuns.length === 0 && badCheckpoints.length === 0,
    ...{ runs, removedRuns, events, checkpoints },
    ...(file !== undefined && { anchorFile: file.path }),
    ...{ badRuns, badCheckpoints },
  };
}

async function checkCheckpoints(options: {
  readonly key: Buffer;
  readonly store: CheckpointStore;
  readonly anchored: ReadonlyMap<number, string>;
}): Promise<{
  readonly badCheckpoints: readonly CheckpointProblem[];
  readonly checkpoints: number;
}> {
  const { key, store, anchored } = options;
  const problems: CheckpointProblem[] = [];
  let number = 0;
  for (;;) {
    const page = await store.after(number, PAGE);
    for (const checkpoint of page) {
      const message = problemOf(checkpoint, number + 1, {
        key,
        anchored: anchored.get(checkpoint.number),
      });
      if (message !== undefined) {
        problems.push({ checkpoint: checkpoint.number, message });
      }
      number = checkpoint.number;
    }
    if (page.length < PAGE) {
      break;
    }
  }
  const last = [...anchored.keys()].reduce((a, b) => Math.max(a, b), 0);
  if (last > number) {
    problems.push({
      checkpoint: number + 1,
      message: `The checkpoints of the database end with ${number}, and those of the anchor file with ${last}`,
    });
  }
  return { badCheckpoints: problems, checkpoints: number };
}

function problemOf(
  checkpoint: Checkpoint,
  expected: number,
  options: { readonly key: Buffer; readonly anchored: string | undefined },
): string | undefined {
  const { number, mac } = checkpoint;
  if (number !== expected) {
    return `Checkpoint ${expected} is missing: the next one is ${number}`;
  }
  if (!isAuthentic(options.key, checkpoint)) {
    return `Checkpoint ${number} is not what was written`;
  }
  if (options.anchored !== undefined && options.anchored !== mac) {
    return `Checkpoint ${number} is another one in the anchor file`;
  }
  return undefined;
}

async function* runIds(
  database: Database,
): AsyncGenerator<string, void, undefined> {
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await database.query<{ id: string }>(runIdsSql, [last]);
    for (const { id } of rows) {
      yield id;
      last = id;
    }
    if (rows.length < PAGE) {
      return;
    }
  }
}

async function vanished(
  database: Database,
  heads: ReadonlyMap<string, readonly AnchoredHead[]>,
  windowSeconds: number,
): Promise<readonly EvidenceVerification[]> {
  const rows = await database.query<{ id: string; seq: string | null }>(
    vanishedSql,
    [[...heads.keys()]],
  );
  const checkedAt = new Date().toISOString();
  return rows.map(({ id, seq }) => ({
    runId: id,
    valid: false,
    events: 0,
    checkedAt,
    firstBad: {
      seq: 1,
      problem: 'missing',
      message: `The run is gone, and event ${
        heads.get(id)?.at(-1)?.seq ?? seq
      } of it was anchored`,
    },
    windowSeconds,
  }));
}
