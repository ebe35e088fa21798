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

import { done } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { Database } from '../runs/Database';
import { appendEvents } from '../runs/store/appendEvents';
import { applyChange } from '../runs/store/applyChange';
import { completeChange } from '../runs/store/completeChange';
import { loadRun } from '../runs/store/loadRun';
import { system } from '../runs/steps/events';
import { scriptedAction, startTestEngine, type TestEngine } from '../testing';
import { EvidenceVerifier } from './EvidenceVerifier';

jest.setTimeout(60_000);

let tests: TestEngine;
let database: Database;
let verifier: EvidenceVerifier;

beforeAll(async () => {
  tests = await startTestEngine({
    actions: [
      scriptedAction({
        id: 'test:odd',
        effect: 'read',
        execute: ({ log }) => {
          log.info('\u0000 and half of a pair \ud800 and "quotes"');
          return done({
            ...{ z: 1e21, a: -0, b: 1.1e-7, c: 123456789012345680 },
            ...{ 10: 'ten', 9: 'nine', '': 'empty', é: 'ü', '\u2028': 'ls' },
            nested: [{ z: null, a: [true, { b: 'x\u0000y' }] }],
          });
        },
      }),
      scriptedAction({
        id: 'test:talk',
        effect: 'read',
        execute: async ({ log }) => {
          for (let line = 0; line < 300; line += 1) {
            log.info(`line ${line} ${'x'.repeat(500)}`);
            await new Promise(setImmediate);
          }
          return done(null);
        },
      }),
    ],
  });
  database = new Database({ knex: tests.database.knex });
  verifier = new EvidenceVerifier({ database, intervalMs: 5_000 });
});
afterAll(() => tests?.stop());

describe('the chain of events', () => {
  it('covers values as PostgreSQL gives them back', async () => {
    const { id } = await tests.start([{ id: 'odd', action: 'test:odd' }]);
    await tests.until(id, 'succeeded');
    const events = await tests.events(id);
    expect(await verifier.verify(id)).toMatchObject({
      valid: true,
      events: events.length,
      windowSeconds: 5,
    });
  });

  it('goes on after an event that somebody else appended in between', async () => {
    const { id } = await tests.start([{ id: 'odd', action: 'test:odd' }]);
    await tests.until(id, 'succeeded');
    const stale = await loadRun(database, id);
    if (stale === undefined) {
      throw new Error('The run is gone');
    }
    await appendEvents(database, id, [
      system({ type: 'lock-released', targets: ['before'] }),
    ]);
    const applied = await applyChange(
      database,
      completeChange(stale, {
        events: [system({ type: 'lock-released', targets: ['after'] })],
      }),
    );
    expect(applied.head.seq).toBe(stale.head.seq + 2);
    const last = (await tests.events(id)).slice(-2);
    expect(last.map(({ body }) => body)).toEqual([
      { type: 'lock-released', targets: ['before'] },
      { type: 'lock-released', targets: ['after'] },
    ]);
    expect(await verifier.verify(id)).toMatchObject({ valid: true });
  });

  it('is written once when the same change is sent again after another event', async () => {
    const { id } = await tests.start([{ id: 'odd', action: 'test:odd' }]);
    await tests.until(id, 'succeeded');
    const run = await loadRun(database, id);
    if (run === undefined) {
      throw new Error('The run is gone');
    }
    const change = completeChange(run, {
      events: [system({ type: 'lock-released', targets: ['once'] })],
    });
    await applyChange(database, change);
    await appendEvents(database, id, [
      system({ type: 'lock-released', targets: ['another'] }),
    ]);
    const again = await applyChange(database, change);
    expect(again.head.seq).toBe(run.head.seq + 2);
    expect((await tests.events(id)).length).toBe(run.head.seq + 2);
    expect(await verifier.verify(id)).toMatchObject({ valid: true });
  });

  it('stays whole while a driver and many others append at once', async () => {
    const { id } = await tests.start([{ id: 'talk', action: 'test:talk' }]);
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let round = 0; round < 15; round += 1) {
          await appendEvents(database, id, [
            system({ type: 'lock-released', targets: [`${writer}/${round}`] }),
          ]);
        }
      }),
    );
    const run = await tests.until(id, 'succeeded');
    const events = await tests.events(id);
    expect(events.map(({ seq }) => seq)).toEqual(
      Array.from({ length: run.lastSeq }, (_, index) => index + 1),
    );
    expect(
      events.filter(({ body }) => body.type === 'lock-released'),
    ).toHaveLength(120);
    expect(run.logLines).toBe(300);
    const times = events.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    expect(await verifier.verify(id)).toMatchObject({
      valid: true,
      events: events.length,
    });
  });

  it('begins where evidence began, for a run of an older version', async () => {
    const { id } = await tests.start([{ id: 'odd', action: 'test:odd' }]);
    await tests.until(id, 'succeeded');
    await database.transaction(async tx => {
      await tx.execute('set local session_replication_role = replica');
      await tx.execute('update run_events set mac = null where run_id = $1', [
        id,
      ]);
      await tx.execute('update runs set mac = null where id = $1', [id]);
    });
    expect(await verifier.verify(id)).toMatchObject({ valid: true, events: 0 });
    await appendEvents(database, id, [
      system({ type: 'lock-released', targets: [] }),
    ]);
    expect(await verifier.verify(id)).toMatchObject({ valid: true, events: 1 });
  });
});
