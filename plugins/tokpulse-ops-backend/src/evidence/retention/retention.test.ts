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

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { done } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { Intruder } from '../../__testUtils__/tamper';
import { Database } from '../../runs/Database';
import { appendEvents } from '../../runs/store/appendEvents';
import { EventPartitions } from '../../runs/store/partitions';
import { system } from '../../runs/steps/events';
import {
  scriptedAction,
  startTestEngine,
  type TestEngine,
} from '../../testing';
import { Anchoring } from '../Anchoring';
import { AnchorFile } from '../AnchorFile';
import { CheckpointStore } from '../CheckpointStore';
import { readEvidenceConfig } from '../evidenceConfig';
import { EvidenceVerifier } from '../EvidenceVerifier';
import { verifyEverything } from '../verifyEverything';
import { EvidenceRetention } from './EvidenceRetention';

jest.setTimeout(60_000);

const DAY = 86_400_000;

describe('retention of evidence', () => {
  let tests: TestEngine;
  let database: Database;
  let directory: string;
  let file: AnchorFile;
  let anchoring: Anchoring;
  let verifier: EvidenceVerifier;
  const logger = mockServices.logger.mock();

  beforeAll(async () => {
    tests = await startTestEngine({
      actions: [
        scriptedAction({
          id: 'test:say',
          effect: 'read',
          execute: () => done('said'),
        }),
      ],
    });
    database = new Database({ knex: tests.database.knex });
  });
  afterAll(() => tests?.stop());

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'anchors-'));
    file = new AnchorFile({ path: join(directory, 'anchors.jsonl') });
    anchoring = new Anchoring({
      store: new CheckpointStore({ database }),
      ...{ file, logger, intervalMs: 5_000 },
    });
    verifier = new EvidenceVerifier({ database, file, intervalMs: 5_000 });
  });
  afterEach(async () => {
    await new Intruder(tests.database).change(
      ['delete from evidence_heads'],
      ['delete from evidence_checkpoints'],
      ['delete from evidence_removals'],
      ['delete from run_events'],
      ['delete from evidence_files'],
      ['delete from runs'],
    );
    // The engine does not expect that a month is gone while it lasts.
    await new EventPartitions().ensure(database, new Date());
    await rm(directory, { recursive: true, force: true });
  });

  /** As if it were so many days later, with what ended before removed at once. */
  const retention = (daysLater: number) =>
    new EvidenceRetention({ database, logger, keepMs: -daysLater * DAY });
  const run = async () => {
    const { id } = await tests.start([{ id: 'one', action: 'test:say' }]);
    return tests.until(id, 'succeeded');
  };
  const addFile = (runId: string) =>
    tests.database.knex.raw(
      `insert into evidence_files (id, run_id, step_id, name, media_type, bytes,
         sha256, content, added_by)
       values (gen_random_uuid(), ?, 'one', 'proof.txt', 'text/plain', 1,
         sha256('x'), 'x', 'user:default/one')`,
      [runId],
    );
  const count = async (table: string, runId: string): Promise<number> =>
    (await tests.database.knex(table).where({ run_id: runId })).length;
  const tableOf = async (runId: string): Promise<string> => {
    const { rows } = await tests.database.knex.raw(
      `select tableoid::regclass::text as name from run_events
       where run_id = ? limit 1`,
      [runId],
    );
    return rows[0].name;
  };
  const endedLater = (runId: string, days: number) =>
    tests.database.knex.raw(
      `update runs set finished_at = finished_at + make_interval(days => ?)
       where id = ?`,
      [days, runId],
    );
  const everything = () => verifyEverything({ database, verifier, file });

  it('removes events and files of runs that ended before, and keeps the others', async () => {
    const old = await run();
    const recent = await run();
    const open = await tests.start([
      { id: 'one', action: 'test:say', confirm: 'once' },
    ]);
    await tests.until(open.id, 'waiting');
    await addFile(old.id);
    await addFile(recent.id);
    await endedLater(recent.id, 2);
    const keep = retention(1);
    // What no checkpoint has seen yet has no head that could be kept.
    expect(await keep.round()).toMatchObject({ runs: 0, files: 0 });
    await anchoring.round();

    expect(await keep.round()).toEqual({
      ...{ runs: 1, deletedOf: 1, files: 1, tables: [] },
    });
    expect(await count('run_events', old.id)).toBe(0);
    expect(await count('evidence_files', old.id)).toBe(0);
    for (const kept of [recent.id, open.id]) {
      expect(await count('run_events', kept)).toBeGreaterThan(3);
      expect(await verifier.verify(kept)).toMatchObject({ valid: true });
      expect(await verifier.verify(kept)).not.toHaveProperty('removed');
    }
    expect(await count('evidence_files', recent.id)).toBe(1);

    // The summary stays, and the end of the chain is the one that was anchored.
    expect(await tests.get(old.id)).toMatchObject({
      state: 'succeeded',
      lastSeq: old.lastSeq,
      steps: [{ state: 'succeeded', output: 'said' }],
    });
    const { rows } = await tests.database.knex.raw(
      `select encode(mac, 'hex') as mac from runs where id = ?`,
      [old.id],
    );
    expect(await verifier.verify(old.id)).toMatchObject({
      ...{ valid: true, events: 0 },
      removed: { seq: old.lastSeq, head: rows[0].mac },
      anchored: { seq: old.lastSeq },
    });
    expect(await everything()).toMatchObject({
      ...{ valid: true, runs: 3, removedRuns: 1 },
    });
    expect(await keep.round()).toMatchObject({ runs: 0, deletedOf: 0 });
    expect(await tests.events(old.id)).toEqual([]);
    await expect(
      tests.planner.undo.plan({
        ...{ runId: old.id, requestedBy: 'user:default/a', mayControl: true },
        signal: new AbortController().signal,
      }),
    ).rejects.toMatchObject({ code: 'record-removed' });
    await tests.endRuns();
  });

  it('drops the table of a month when nothing in it is kept', async () => {
    const runs = [await run(), await run(), await run()];
    await addFile(runs[0].id);
    await anchoring.round();
    const table = await tableOf(runs[0].id);
    const removed = await retention(40).round();
    expect(removed).toMatchObject({ runs: 3, deletedOf: 0, files: 1 });
    expect(removed.tables).toContain(table);
    for (const { id, lastSeq } of runs) {
      expect(await verifier.verify(id)).toMatchObject({
        ...{ valid: true, removed: { seq: lastSeq } },
      });
    }
    expect(await everything()).toMatchObject({ valid: true, removedRuns: 3 });
    expect(logger.info).toHaveBeenCalledWith(expect.stringContaining(table));
  });

  it('leaves the table while one run of the month is not over', async () => {
    const over = await run();
    const open = await tests.start([
      { id: 'one', action: 'test:say', confirm: 'once' },
    ]);
    await tests.until(open.id, 'waiting');
    await anchoring.round();
    const table = await tableOf(open.id);
    const first = await retention(40).round();
    expect(first).toMatchObject({ runs: 1, deletedOf: 1 });
    expect(first.tables).not.toContain(table);
    expect(await count('run_events', over.id)).toBe(0);
    expect(await count('run_events', open.id)).toBeGreaterThan(0);
    await tests.endRuns();
    expect(await verifier.verify(open.id)).toMatchObject({ valid: true });
    await anchoring.round();
    const second = await retention(40).round();
    expect(second).toMatchObject({ runs: 1, tables: [table] });
  });

  it('goes on from the head that it kept when an event comes later', async () => {
    const late = await run();
    await anchoring.round();
    await retention(1).round();
    await appendEvents(database, late.id, [
      system({ type: 'lock-released', targets: ['late'] }),
    ]);
    expect(await verifier.verify(late.id)).toMatchObject({
      ...{ valid: true, events: 1, removed: { seq: late.lastSeq } },
    });
    await expect(
      tests.database.knex('run_events').where({ run_id: late.id }).del(),
    ).rejects.toThrow('are evidence: they are never changed');
    await anchoring.round();
    await retention(1).round();
    expect(await verifier.verify(late.id)).toMatchObject({
      ...{ valid: true, events: 0, removed: { seq: late.lastSeq + 1 } },
    });
  });

  it('says nothing was cut when it died between its record and the deletion', async () => {
    const half = await run();
    await anchoring.round();
    const stopped = new AbortController();
    const first = retention(1);
    const query = jest.spyOn(database, 'query');
    query.mockImplementation(async function seen(
      this: Database,
      ...given: Parameters<Database['query']>
    ) {
      const rows = await Database.prototype.query.apply(database, given);
      if (given[0].name === 'retention_record') {
        stopped.abort();
      }
      return rows as never;
    });
    await first.round({ signal: stopped.signal });
    query.mockRestore();
    expect(await count('run_events', half.id)).toBeGreaterThan(0);
    expect(await verifier.verify(half.id)).toMatchObject({
      ...{ valid: true, removed: { seq: half.lastSeq } },
    });
    expect(await retention(1).round()).toMatchObject({ deletedOf: 1 });
    expect(await count('run_events', half.id)).toBe(0);
  });

  it('is no way to hide a cut: without its own record, or with a forged one', async () => {
    const cut = await run();
    await anchoring.round();
    await expect(
      tests.database.knex('run_events').where({ run_id: cut.id }).del(),
    ).rejects.toThrow('are evidence: they are never changed');
    await retention(1).round();
    for (const statement of [
      'update evidence_removals set seq = 1',
      'delete from evidence_removals',
      'truncate evidence_removals',
    ]) {
      await expect(tests.database.knex.raw(statement)).rejects.toThrow(
        'are evidence: they are never changed',
      );
    }
    const intruder = new Intruder(tests.database);
    const firstBad = async () => (await verifier.verify(cut.id))?.firstBad;
    await intruder.change([
      `update evidence_removals set ended_at = ended_at - interval '1 year'`,
    ]);
    expect(await firstBad()).toMatchObject({
      problem: 'edited',
      message: expect.stringContaining('not what retention wrote'),
    });
    expect((await verifier.verify(cut.id))?.removed).toBeUndefined();
    await intruder.change(['delete from evidence_removals']);
    expect(await firstBad()).toMatchObject({ seq: 1, problem: 'tail-cut' });
    expect(await everything()).toMatchObject({ valid: false, removedRuns: 0 });
  });

  it('cannot be used to end the chain elsewhere than where it was anchored', async () => {
    const other = await run();
    await anchoring.round();
    await new Intruder(tests.database).change([
      `update runs set mac = sha256('another') where id = $1`,
      other.id,
    ]);
    await retention(1).round();
    expect((await verifier.verify(other.id))?.firstBad).toMatchObject({
      ...{ seq: other.lastSeq, problem: 'edited' },
      message: expect.stringContaining('what was anchored of it'),
    });
  });

  it('is configured as a time, and not a short one', () => {
    const read = (retained: string) =>
      readEvidenceConfig(
        new ConfigReader({
          tokpulseOps: { evidence: { retention: retained } },
        }),
      ).keepMs;
    expect(read('400d')).toBe(400 * DAY);
    expect(read('2y')).toBe(730 * DAY);
    expect(readEvidenceConfig(new ConfigReader({}))).not.toHaveProperty(
      'keepMs',
    );
    for (const wrong of ['29d', '12h', 'forever', '0d']) {
      expect(() => read(wrong)).toThrow('tokpulseOps.evidence.retention');
    }
  });
});
