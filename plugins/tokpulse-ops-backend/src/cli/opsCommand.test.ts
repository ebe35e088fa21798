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

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { done } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import knexFactory from 'knex';
import { Intruder } from '../__testUtils__/tamper';
import { Anchoring } from '../evidence/Anchoring';
import { AnchorFile } from '../evidence/AnchorFile';
import { CheckpointStore } from '../evidence/CheckpointStore';
import { EvidenceRetention } from '../evidence/retention/EvidenceRetention';
import { Database } from '../runs/Database';
import { scriptedAction, startTestEngine, type TestEngine } from '../testing';
import { opsCommand } from './opsCommand';

jest.setTimeout(60_000);

let tests: TestEngine;
let workingDirectory: string;
let runId: string;

beforeAll(async () => {
  workingDirectory = await mkdtemp(join(tmpdir(), 'ops-'));
  tests = await startTestEngine({
    actions: [
      scriptedAction({
        id: 'test:say',
        effect: 'read',
        execute: () => done('said'),
      }),
    ],
  });
  const run = await tests.start([{ id: 'one', action: 'test:say' }]);
  runId = run.id;
  await tests.until(runId, 'succeeded');
  await new Anchoring({
    store: new CheckpointStore({
      database: new Database({ knex: tests.database.knex }),
    }),
    file: new AnchorFile({ path: join(workingDirectory, 'anchors.jsonl') }),
    logger: mockServices.logger.mock(),
    intervalMs: 5_000,
  }).round();
});
afterAll(async () => {
  await tests?.stop();
  await rm(workingDirectory, { recursive: true, force: true });
});

const run = async (...args: readonly string[]) => {
  let output = '';
  let errors = '';
  const exitCode = await opsCommand({
    ...{ args, workingDirectory },
    write: text => {
      output += text;
    },
    writeError: text => {
      errors += text;
    },
    openDatabase: async config =>
      knexFactory({
        client: 'pg',
        connection: config.getString('backend.database.connection'),
      }),
  });
  return { exitCode, output, errors };
};

const configure = (name: string, evidence: string) =>
  writeFile(
    join(workingDirectory, name),
    [
      'backend: { database: { client: pg, connection: "${OPS_TEST_DATABASE}" } }',
      `tokpulseOps: { evidence: ${evidence} }`,
    ].join('\n'),
  );

describe('ops evidence verify', () => {
  beforeAll(async () => {
    process.env.OPS_TEST_DATABASE = tests.database.url;
  });
  afterAll(() => {
    delete process.env.OPS_TEST_DATABASE;
  });

  it('needs a configuration and a command that there is', async () => {
    expect((await run('evidence', 'verify')).errors).toContain('--config');
    expect(await run('evidence', 'forge')).toMatchObject({ exitCode: 2 });
    expect(await run('evidence', 'verify', '--what')).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('Usage'),
    });
    expect(
      await run('evidence', 'verify', '--config', 'nothing.yaml'),
    ).toMatchObject({ exitCode: 2 });
  });

  it('exits with 0 when everything is as it was written', async () => {
    await configure('app-config.yaml', '{ anchorFile: anchors.jsonl }');
    const { exitCode, output } = await run('evidence', 'verify');
    expect(output).toContain('Everything is as it was written');
    expect(output).toMatch(/^1 runs, \d+ events, 1 checkpoints, anchors of /);
    expect(exitCode).toBe(0);

    const one = await run('evidence', 'verify', '--run', runId, '--json');
    expect(one.exitCode).toBe(0);
    expect(JSON.parse(one.output)).toMatchObject({
      ...{ runId, valid: true, windowSeconds: 5 },
      anchored: { seq: expect.any(Number) },
    });
    expect(await run('evidence', 'verify', '--run', 'nobody')).toMatchObject({
      exitCode: 2,
    });
  });

  it('says what retention has removed, and what is left of it', async () => {
    const { id } = await tests.start([{ id: 'one', action: 'test:say' }]);
    const { lastSeq } = await tests.until(id, 'succeeded');
    const database = new Database({ knex: tests.database.knex });
    const logger = mockServices.logger.mock();
    await tests.database.knex.raw(
      `update runs set finished_at = now() - interval '2 days' where id = ?`,
      [id],
    );
    await new Anchoring({
      store: new CheckpointStore({ database }),
      file: new AnchorFile({ path: join(workingDirectory, 'anchors.jsonl') }),
      ...{ logger, intervalMs: 5_000 },
    }).round();
    await new EvidenceRetention({
      ...{ database, logger, keepMs: 86_400_000 },
    }).round();
    const one = await run('evidence', 'verify', '--run', id);
    expect(one.output).toMatch(
      new RegExp(
        `^Run ${id}: removed by retention on \\d{4}-\\S+Z, final head: event ${lastSeq}, [0-9a-f]{64}`,
      ),
    );
    expect(one.exitCode).toBe(0);
    expect((await run('evidence', 'verify')).output).toContain(
      '2 runs (1 removed by retention)',
    );
  });

  it('exits with 1 and names the first event that is not', async () => {
    await configure('app-config.yaml', '{}');
    const intruder = new Intruder(tests.database);
    await intruder.change([
      `update run_events set actor = 'somebody' where run_id = $1 and seq = 3`,
      runId,
    ]);
    const one = await run('evidence', 'verify', '--run', runId);
    expect(one.exitCode).toBe(1);
    expect(one.output).toContain(`Run ${runId}, event 3 (edited)`);
    const all = await run('evidence', 'verify');
    expect(all.exitCode).toBe(1);
    expect(all.output).toContain(`Run ${runId}, event 3 (edited)`);
    expect(all.output).toContain('NOT everything');

    // With the key, the chain and the checkpoints can be made to fit …
    await intruder.chainAnew(runId);
    await intruder.anchorAnew(runId);
    expect((await run('evidence', 'verify')).exitCode).toBe(0);
    // … but not a copy of the anchors that is somewhere else.
    const found = await run(
      ...['evidence', 'verify', '--anchors', 'anchors.jsonl', '--json'],
    );
    expect(found.exitCode).toBe(1);
    expect(JSON.parse(found.output)).toMatchObject({
      valid: false,
      badRuns: [{ runId, firstBad: { seq: 1, problem: 'edited' } }],
      badCheckpoints: [{ checkpoint: 1 }, { checkpoint: 2 }],
    });
  });
});
