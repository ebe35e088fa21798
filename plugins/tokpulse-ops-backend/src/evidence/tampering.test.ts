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
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { done } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { Intruder } from '../__testUtils__/tamper';
import { Database } from '../runs/Database';
import { appendEvents } from '../runs/store/appendEvents';
import { system } from '../runs/steps/events';
import { scriptedAction, startTestEngine, type TestEngine } from '../testing';
import { Anchoring } from './Anchoring';
import { AnchorFile } from './AnchorFile';
import { CheckpointStore } from './CheckpointStore';
import { EvidenceVerifier } from './EvidenceVerifier';
import { verifyEverything } from './verifyEverything';

jest.setTimeout(60_000);

let tests: TestEngine;
let database: Database;
let intruder: Intruder;
let directory: string;
let file: AnchorFile;
let anchoring: Anchoring;
let verifier: EvidenceVerifier;
let runId: string;
let length: number;

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
  intruder = new Intruder(tests.database);
});
afterAll(() => tests?.stop());

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'anchors-'));
  file = new AnchorFile({ path: join(directory, 'deep', 'anchors.jsonl') });
  anchoring = new Anchoring({
    store: new CheckpointStore({ database }),
    file,
    logger: mockServices.logger.mock(),
    intervalMs: 5_000,
  });
  verifier = new EvidenceVerifier({ database, file, intervalMs: 5_000 });
  const run = await tests.start([
    { id: 'one', action: 'test:say' },
    { id: 'two', action: 'test:say' },
  ]);
  runId = run.id;
  length = (await tests.until(runId, 'succeeded')).lastSeq;
});
afterEach(async () => {
  // What was tampered with must not be found by the test that follows.
  await intruder.change(
    ['delete from evidence_heads'],
    ['delete from evidence_checkpoints'],
    ['delete from run_events'],
    ['delete from evidence_files'],
    ['delete from runs'],
  );
  await rm(directory, { recursive: true });
});

const firstBad = async () => (await verifier.verify(runId))?.firstBad;
const everything = () => verifyEverything({ database, verifier, file });

describe('without the owner of the database', () => {
  it.each([
    `update run_events set actor = 'somebody'`,
    `delete from run_events`,
    `truncate run_events`,
    `update evidence_checkpoints set heads = 0`,
    `delete from evidence_checkpoints`,
    `truncate evidence_checkpoints cascade`,
    `update evidence_heads set seq = 1`,
    `delete from evidence_heads`,
    `truncate evidence_heads`,
  ])('%s is refused', async statement => {
    await anchoring.round();
    await expect(tests.database.knex.raw(statement)).rejects.toThrow(
      'are evidence: they are never changed',
    );
    expect(await everything()).toMatchObject({ valid: true });
  });

  it('is refused by each partition just so', async () => {
    await anchoring.round();
    const { rows } = await tests.database.knex.raw(
      `select tableoid::regclass::text as name from run_events
       where run_id = ? limit 1`,
      [runId],
    );
    for (const statement of [
      `update ${rows[0].name} set actor = 'somebody'`,
      `delete from ${rows[0].name}`,
      `truncate ${rows[0].name}`,
    ]) {
      await expect(tests.database.knex.raw(statement)).rejects.toThrow(
        'are evidence: they are never changed',
      );
    }
    expect(await everything()).toMatchObject({ valid: true });
  });
});

describe('an owner of the database who switches the triggers off', () => {
  it.each([
    ['text', `body = jsonb_set(body, '{state}', '"failed"')`],
    ['person', `actor = 'user:default/somebody'`],
    ['time', `at = at + interval '1 ms'`],
    ['code', `mac = sha256('x')`],
  ])('is found out when editing the %s of an event', async (_what, change) => {
    await intruder.change([
      `update run_events set ${change} where run_id = $1 and seq = 4`,
      runId,
    ]);
    expect(await firstBad()).toMatchObject({ seq: 4, problem: 'edited' });
  });

  it('is found out when deleting an event', async () => {
    await intruder.change([
      'delete from run_events where run_id = $1 and seq in (3, 4)',
      runId,
    ]);
    expect(await firstBad()).toMatchObject({ seq: 3, problem: 'missing' });
  });

  it('is found out when inserting an event between others', async () => {
    await intruder.change(
      [
        'update run_events set seq = -seq where run_id = $1 and seq >= 5',
        runId,
      ],
      [
        'update run_events set seq = 1 - seq where run_id = $1 and seq < 0',
        runId,
      ],
      ['update runs set seq = seq + 1 where id = $1', runId],
      [
        `insert into run_events (run_id, seq, at, actor, body, bytes, mac)
         select run_id, 5, at, actor, body, bytes, mac
         from run_events where run_id = $1 and seq = 4`,
        runId,
      ],
    );
    expect(await firstBad()).toMatchObject({ seq: 5, problem: 'inserted' });
  });

  it.each([
    ['a code', 'mac'],
    ['no code', 'null::bytea'],
  ])('is found out when adding an event with %s at the end', async (_, mac) => {
    await intruder.change([
      `insert into run_events (run_id, seq, at, actor, body, bytes, mac)
       select run_id, seq + 1, at, actor, body, bytes, ${mac}
       from run_events where run_id = $1 and seq = $2`,
      runId,
      length,
    ]);
    expect(await firstBad()).toMatchObject({
      seq: length + 1,
      problem: 'inserted',
    });
  });

  it('is found out when cutting the tail', async () => {
    await intruder.change([
      'delete from run_events where run_id = $1 and seq > $2',
      runId,
      length - 2,
    ]);
    expect(await firstBad()).toMatchObject({
      seq: length - 1,
      problem: 'tail-cut',
    });
  });

  it('is found out by the code of the run when only its number fits', async () => {
    await intruder.change(
      [
        'delete from run_events where run_id = $1 and seq > $2',
        runId,
        length - 2,
      ],
      ['update runs set seq = $2 where id = $1', runId, length - 2],
    );
    expect(await firstBad()).toMatchObject({
      seq: length - 1,
      problem: 'tail-cut',
    });
  });

  it('is found out by the anchors when the run fits the shorter chain', async () => {
    await anchoring.round();
    await intruder.change([
      'delete from run_events where run_id = $1 and seq > $2',
      runId,
      length - 2,
    ]);
    await intruder.chainAnew(runId);
    await intruder.anchorAnew(runId);
    expect(await firstBad()).toMatchObject({
      seq: length - 1,
      problem: 'tail-cut',
    });
    // Without the file nothing would be left to tell.
    const alone = new EvidenceVerifier({ database, intervalMs: 5_000 });
    expect(await alone.verify(runId)).toMatchObject({ valid: true });
  });

  it('is found out by the anchors when replacing the whole chain with its key', async () => {
    await anchoring.round();
    await intruder.change([
      `update run_events set actor = 'user:default/somebody'
       where run_id = $1 and seq = 2`,
      runId,
    ]);
    await intruder.chainAnew(runId);
    await intruder.anchorAnew(runId);
    const alone = new EvidenceVerifier({ database, intervalMs: 5_000 });
    expect(await alone.verify(runId)).toMatchObject({ valid: true });

    expect(await verifier.verify(runId)).toMatchObject({
      valid: false,
      firstBad: { seq: 1, problem: 'edited' },
      anchored: { seq: length },
    });
    const report = await everything();
    expect(report.badRuns.map(one => one.runId)).toEqual([runId]);
    expect(report.badCheckpoints).toEqual([
      expect.objectContaining({ checkpoint: 1 }),
    ]);
  });

  it.each([
    ['changing', 'edited', `update evidence_files set content = 'other'`],
    ['removing', 'missing', 'delete from evidence_files'],
  ])('is found out when %s a file that a decision named', async (...given) => {
    const [, problem, statement] = given;
    const content = Buffer.from('it was done');
    const { rows } = await tests.database.knex.raw(
      `insert into evidence_files (id, run_id, step_id, name, media_type, bytes,
         sha256, content, added_by)
       values (gen_random_uuid(), ?, 'one', 'proof.txt', 'text/plain', ?,
         sha256(?), ?, 'user:default/one') returning id, added_at`,
      [runId, content.length, content, content],
    );
    await appendEvents(database, runId, [
      {
        actor: 'user:default/one',
        body: {
          ...{ type: 'decided', stepId: 'one', choice: 'by-hand' },
          files: [
            {
              ...{ id: rows[0].id, runId, stepId: 'one', name: 'proof.txt' },
              ...{ mediaType: 'text/plain', bytes: content.length },
              sha256: createHash('sha256').update(content).digest('hex'),
              addedBy: 'user:default/one',
              addedAt: rows[0].added_at.toISOString(),
            },
          ],
        },
      },
    ]);
    expect(await verifier.verify(runId)).toMatchObject({ valid: true });
    await intruder.change([statement]);
    expect(await firstBad()).toMatchObject({ seq: length + 1, problem });
  });

  it('is found out when a whole run is gone', async () => {
    await anchoring.round();
    await intruder.change(
      ['delete from run_events where run_id = $1', runId],
      ['delete from evidence_heads where run_id = $1', runId],
      ['delete from runs where id = $1', runId],
    );
    expect(await everything()).toMatchObject({
      valid: false,
      badRuns: [{ runId, firstBad: { seq: 1, problem: 'missing' } }],
    });
  });

  it('is found out when checkpoints are cut off or edited', async () => {
    await anchoring.round();
    const second = await tests.start([{ id: 'one', action: 'test:say' }]);
    await tests.until(second.id, 'succeeded');
    await anchoring.round();
    expect(await everything()).toMatchObject({ valid: true, checkpoints: 2 });

    await intruder.change([
      'update evidence_heads set seq = seq - 1 where checkpoint = 1',
    ]);
    expect((await everything()).badCheckpoints).toEqual([
      expect.objectContaining({ checkpoint: 1 }),
    ]);
    await intruder.change(
      ['update evidence_heads set seq = seq + 1 where checkpoint = 1'],
      ['delete from evidence_heads where checkpoint = 2'],
      ['delete from evidence_checkpoints where number = 2'],
    );
    expect((await everything()).badCheckpoints).toEqual([
      expect.objectContaining({ checkpoint: 2 }),
    ]);
  });
});

describe('anchoring', () => {
  it('anchors a run once, and again when an event is added to it', async () => {
    await anchoring.round();
    await anchoring.round();
    expect(await lines()).toHaveLength(1);
    expect(await verifier.verify(runId)).toMatchObject({
      valid: true,
      anchored: { seq: length },
    });
    const { rows } = await tests.database.knex.raw(
      'select count(*)::int as waiting from runs where not anchored',
    );
    expect(rows).toEqual([{ waiting: 0 }]);

    await appendEvents(database, runId, [
      system({ type: 'lock-released', targets: ['late'] }),
    ]);
    await anchoring.round();
    expect(await lines()).toHaveLength(2);
    expect(await verifier.verify(runId)).toMatchObject({
      valid: true,
      anchored: { seq: length + 1 },
    });
  });

  it('goes on after a line that a crash cut off', async () => {
    await anchoring.round();
    await appendFile(file.path, '{"number":2,"at":"2026-');
    const other = await tests.start([{ id: 'one', action: 'test:say' }]);
    await tests.until(other.id, 'succeeded');
    await anchoring.round();
    expect(await lines()).toHaveLength(3);
    expect(await verifier.verify(other.id)).toMatchObject({
      valid: true,
      anchored: {},
    });
    expect(await everything()).toMatchObject({ valid: true, checkpoints: 2 });
  });

  it('writes every checkpoint into the file of each replica', async () => {
    const second = new AnchorFile({ path: join(directory, 'second.jsonl') });
    const replica = new Anchoring({
      store: new CheckpointStore({ database }),
      file: second,
      logger: mockServices.logger.mock(),
      intervalMs: 5_000,
    });
    await Promise.all([anchoring.round(), replica.round()]);
    const other = await tests.start([{ id: 'one', action: 'test:say' }]);
    await tests.until(other.id, 'succeeded');
    await Promise.all([anchoring.round(), replica.round()]);
    await Promise.all([anchoring.round(), replica.round()]);
    expect(await readFile(second.path, 'utf8')).toBe(
      await readFile(file.path, 'utf8'),
    );
    expect(await lines()).toHaveLength(2);
  });

  it('says so, and adds nothing, when the database does not go on from the file', async () => {
    await anchoring.round();
    const before = await lines();
    await intruder.change(
      ['delete from evidence_heads'],
      ['delete from evidence_checkpoints'],
    );
    const logger = mockServices.logger.mock();
    const again = new Anchoring({
      store: new CheckpointStore({ database }),
      ...{ file, logger, intervalMs: 5_000 },
    });
    await again.round();
    await again.round();
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(logger.error.mock.calls[0][0]).toContain('restored backup');
    expect(await lines()).toEqual(before);
  });

  it('reports a chain that has become shorter than its anchor', async () => {
    const waiting = await tests.start([{ id: 'one', action: 'test:say' }]);
    await tests.until(waiting.id, 'succeeded');
    await anchoring.round();
    await intruder.change([
      'update runs set seq = seq - 1, anchored = false where id = $1',
      waiting.id,
    ]);
    const logger = mockServices.logger.mock();
    const again = new Anchoring({
      store: new CheckpointStore({ database }),
      ...{ file, logger, intervalMs: 5_000 },
    });
    await again.round();
    expect(logger.error.mock.calls[0][0]).toContain(waiting.id);
    expect(await lines()).toHaveLength(1);
  });
});

async function lines(): Promise<readonly string[]> {
  const text = await readFile(file.path, 'utf8');
  return text.split('\n').filter(line => line !== '');
}
