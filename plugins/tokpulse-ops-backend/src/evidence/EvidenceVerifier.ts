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

import type { JsonValue } from '@backstage/types';
import {
  runEventBodySchema,
  type EvidenceVerification,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Database, Queryable, Statement } from '../runs/Database';
import { isUuid } from '../runs/store/PostgresPlanStore';
import type { AnchorFile } from './AnchorFile';
import { ChainCheck, type FirstBad, type StoredEvent } from './ChainCheck';
import { CheckpointStore, type AnchoredHead } from './CheckpointStore';
import { readRemoval } from './retention/Removal';
import { toEventHead, type EventHeadRow } from './EventHead';

const PAGE = 200;

/** Everything is read as of one moment, while the run goes on. */
const ONE_MOMENT = 'set transaction isolation level repeatable read, read only';

const headSql: Statement = {
  name: 'evidence_head',
  text: `
    select seq, mac, event_at, clock_timestamp() as now
    from runs where id = $1::uuid`,
};

export const eventsSql: Statement = {
  name: 'evidence_events',
  text: `
    select seq, at, actor, body, mac from run_events
    where run_id = $1::uuid and seq > $2::bigint
    order by seq limit ${PAGE}`,
};

export const filesSql: Statement = {
  name: 'evidence_digests',
  text: `
    select id, encode(sha256(content), 'hex') as sha256
    from evidence_files where run_id = $1::uuid`,
};

interface EventRow {
  seq: string;
  at: Date;
  actor: string;
  body: JsonValue;
  mac: Buffer | null;
}

/** A file that a decision names, by what it was then. */
interface NamedFile {
  readonly seq: number;
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
}

/** Finds out whether the events of runs are what was written at the time. */
export class EvidenceVerifier {
  readonly #database: Database;
  readonly #checkpoints: CheckpointStore;
  readonly #file: AnchorFile | undefined;
  /** Between two checkpoints. */
  readonly windowSeconds: number;

  constructor(options: {
    readonly database: Database;
    /** Without it, only the tables witness for each other. */
    readonly file?: AnchorFile;
    /** Between two checkpoints. */
    readonly intervalMs: number;
  }) {
    this.#database = options.database;
    this.#checkpoints = new CheckpointStore(options);
    this.#file = options.file;
    this.windowSeconds = options.intervalMs / 1000;
  }

  /**
   * Undefined when there is no such run.
   *
   * @param anchored - what the anchor file says of the run; default: it is read
   */
  async verify(
    runId: string,
    anchored?: readonly AnchoredHead[],
  ): Promise<EvidenceVerification | undefined> {
    if (!isUuid(runId)) {
      return undefined;
    }
    const key = await this.#database.eventKey();
    // First: what was anchored has been committed, so it must be seen below.
    const outside = anchored ?? (await this.#anchoredOutside(key, runId));
    const inside = await this.#checkpoints.headsOf(runId);
    return this.#database.transaction(async tx => {
      await tx.execute(ONE_MOMENT);
      const [row] = await tx.query<EventHeadRow & { now: Date }>(headSql, [
        runId,
      ]);
      if (row === undefined) {
        return undefined;
      }
      const recorded = await readRemoval(tx, { runId, key });
      const removal = recorded?.removal;
      const check = new ChainCheck({
        key,
        head: toEventHead(row),
        anchors: [...inside, ...outside],
        removed: removal,
      });
      const files: NamedFile[] = [];
      const firstBad =
        (recorded?.authentic === false ? forgedRemoval() : check.begin()) ??
        (await checkEvents(tx, {
          ...{ runId, check, files },
          after: removal?.seq ?? 0,
        })) ??
        check.end() ??
        (await checkFiles(tx, { runId, files }));
      const last = outside.at(-1);
      return {
        runId,
        valid: firstBad === undefined,
        events: check.chained,
        checkedAt: row.now.toISOString(),
        ...(firstBad !== undefined && { firstBad }),
        ...(recorded?.authentic &&
          removal !== undefined && {
            removed: {
              at: removal.at,
              seq: removal.seq,
              ...(removal.mac !== null && { head: removal.mac }),
            },
          }),
        ...(last !== undefined && {
          anchored: { seq: last.seq, at: last.at },
        }),
        windowSeconds: this.windowSeconds,
      };
    });
  }

  async #anchoredOutside(
    key: Buffer,
    runId: string,
  ): Promise<readonly AnchoredHead[]> {
    const heads: AnchoredHead[] = [];
    const id = runId.toLowerCase();
    for await (const { heads: all, at } of this.#file?.read({
      key,
      containing: id,
    }) ?? []) {
      const head = all.find(one => one.runId === id);
      if (head !== undefined) {
        heads.push({ seq: head.seq, mac: head.mac, at });
      }
    }
    return heads;
  }
}

async function checkEvents(
  tx: Queryable,
  options: {
    readonly runId: string;
    readonly check: ChainCheck;
    readonly files: NamedFile[];
    /** Number of the last event that was removed. */
    readonly after: number;
  },
): Promise<FirstBad | undefined> {
  const { check, files } = options;
  let current: StoredEvent | undefined;
  for await (const next of readEvents(tx, options)) {
    const bad = current && check.check(current, next);
    if (bad !== undefined) {
      return bad;
    }
    files.push(...namedFiles(next));
    current = next;
  }
  return current && check.check(current, undefined);
}

/** Somebody wants events to look as if retention had removed them. */
function forgedRemoval(): FirstBad {
  return {
    seq: 1,
    problem: 'edited',
    message:
      'What says that retention has removed its events is not what retention wrote',
  };
}

async function* readEvents(
  tx: Queryable,
  options: { readonly runId: string; readonly after: number },
): AsyncGenerator<StoredEvent, void, undefined> {
  const { runId } = options;
  for (let { after } = options; ; ) {
    const rows = await tx.query<EventRow>(eventsSql, [runId, after]);
    for (const { at, actor, body, mac, ...row } of rows) {
      after = Number(row.seq);
      const content = { runId, seq: after, at: at.toISOString(), actor, body };
      yield { content, mac };
    }
    if (rows.length < PAGE) {
      return;
    }
  }
}

function namedFiles({ content }: StoredEvent): readonly NamedFile[] {
  const body = runEventBodySchema.safeParse(content.body).data;
  return body?.type === 'decided'
    ? (body.files ?? []).map(({ id, name, sha256 }) => ({
        seq: content.seq,
        ...{ id, name, sha256 },
      }))
    : [];
}

/** The chain holds the digests of the files that a decision named. */
async function checkFiles(
  tx: Queryable,
  options: { readonly runId: string; readonly files: readonly NamedFile[] },
): Promise<FirstBad | undefined> {
  if (options.files.length === 0) {
    return undefined;
  }
  const rows = await tx.query<{ id: string; sha256: string }>(filesSql, [
    options.runId,
  ]);
  const digests = new Map(rows.map(({ id, sha256 }) => [id, sha256]));
  for (const { seq, id, name, sha256 } of options.files) {
    const digest = digests.get(id);
    if (digest !== sha256) {
      return {
        seq,
        problem: digest === undefined ? 'missing' : 'edited',
        message:
          digest === undefined
            ? `The file '${name}' that event ${seq} names is missing`
            : `The file '${name}' that event ${seq} names was changed`,
      };
    }
  }
  return undefined;
}
