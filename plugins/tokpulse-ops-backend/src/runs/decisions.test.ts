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
import {
  ActionError,
  done,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { v7 as uuid } from 'uuid';
import { scriptedAction, startTestEngine, type TestEngine } from '../testing';

jest.setTimeout(60_000);

const actor = 'user:default/operator';

/** What the lead is shown of a step that nobody knows of, and what the lead may say. */
describe('a decision', () => {
  let tests: TestEngine;
  let seen = 'down';

  beforeAll(async () => {
    tests = await startTestEngine({
      actions: [
        scriptedAction({
          id: 'test:lost',
          effect: 'once',
          execute: () => {
            throw new ActionError({
              code: 'connection-lost',
              message: 'No answer',
              effect: 'possible',
            });
          },
          probe: async () => ({
            outcome: 'unknown',
            message: 'The provider does not say',
          }),
        }),
        scriptedAction({
          id: 'test:look',
          effect: 'read',
          execute: ({ log }) => {
            log.info('looking');
            return done({ status: seen, summary: `It is ${seen}` });
          },
        }),
        scriptedAction({
          id: 'test:change',
          effect: 'idempotent',
          execute: () => done(null),
        }),
      ],
    });
  });

  afterAll(() => tests?.stop());

  const lost = async (verify?: {
    readonly until: string;
    readonly action?: string;
  }): Promise<RunDetail> => {
    const { id } = await tests.start([
      {
        ...{ id: 'one', action: 'test:lost', planned: 'once' },
        verify: verify && {
          ...{ action: 'test:look', input: {}, within: '1m', ...verify },
        },
      },
    ]);
    return tests.until(id, 'needs-decision');
  };
  const byHand = (
    run: RunDetail,
    given: { readonly evidence?: string; readonly files?: string[] },
  ) =>
    tests.engine.decide({
      ...{ runId: run.id, stepId: 'one', actor },
      decision: { choice: 'by-hand', attempt: 1, ...given },
    });
  const addFile = async (runId: string, stepId: string) => {
    const id = uuid();
    await tests.database.knex('evidence_files').insert({
      ...{ id, run_id: runId, step_id: stepId, name: 'shot.png', bytes: 3 },
      media_type: 'image/png',
      sha256: Buffer.from('c0ffee', 'hex'),
      content: Buffer.from('abc'),
      added_by: actor,
    });
    return id;
  };

  it.each([
    ['up', 'It is up (\'output.status == "up"\' is so)'],
    ['down', 'It is down (\'output.status == "up"\' is not so yet)'],
  ])('is shown the probe and one reading: %s', async (status, words) => {
    seen = status;
    const run = await lost({ until: 'output.status == "up"' });
    expect(run.steps[0].probe).toEqual({
      outcome: 'unknown',
      message: `The provider does not say. Its verification, read once: ${words}`,
    });
    const { lines } = await tests.engine.log({
      runId: run.id,
      from: 0,
      limit: 9,
    });
    expect(lines.map(({ text }) => text)).toEqual(['looking']);
  });

  it('is told when the verification cannot be read, and never changes anything to find out', async () => {
    const broken = await lost({ until: 'output.nothing == 1' });
    expect(broken.steps[0].probe?.message).toContain(
      'Its verification could not be read: The condition',
    );
    const changing = await lost({ until: 'true', action: 'test:change' });
    expect(changing.steps[0].probe?.message).toContain(
      "'test:change' changes something, so it cannot verify",
    );
  });

  it('takes a file for evidence, or a text, or both', async () => {
    const run = await lost();
    const file = await addFile(run.id, 'one');
    await byHand(run, { files: [file, file] });
    await tests.until(run.id, 'succeeded');
    const events = await tests.events(run.id);
    expect(
      events.flatMap(({ body }) => (body.type === 'decided' ? [body] : [])),
    ).toEqual([
      {
        ...{ type: 'decided', stepId: 'one', choice: 'by-hand' },
        files: [
          {
            ...{ id: file, runId: run.id, stepId: 'one', bytes: 3 },
            ...{ name: 'shot.png', mediaType: 'image/png', sha256: 'c0ffee' },
            addedBy: actor,
            addedAt: expect.any(String),
          },
        ],
      },
    ]);
  });

  it('takes no file that was added elsewhere', async () => {
    const run = await lost();
    const other = await lost();
    for (const file of [
      await addFile(other.id, 'one'),
      await addFile(run.id, 'two'),
      uuid(),
      '../../etc/passwd',
    ]) {
      await expect(byHand(run, { files: [file] })).rejects.toMatchObject({
        code: 'no-such-file',
      });
    }
    await expect(byHand(run, {})).rejects.toMatchObject({
      code: 'reason-needed',
    });
    expect((await tests.get(run.id)).state).toBe('needs-decision');
  });

  it('is asked for when the driver died before it could take back what was done', async () => {
    const { id } = await tests.start([
      { id: 'one', action: 'test:lost', planned: 'once', onFailure: 'undo' },
    ]);
    await tests.until(id, 'needs-decision');
    // As a driver leaves it that dies between the failure and the undo.
    await tests.database.knex('run_steps').where({ run_id: id }).update({
      state: 'failed',
    });
    await tests.database
      .knex('runs')
      .where({ id })
      .update({
        state: 'running',
        touched_at: new Date(0),
      });
    await tests.until(id, 'needs-decision');
    const { lines } = await tests.engine.log({ runId: id, from: 0, limit: 9 });
    expect(lines.at(-1)?.text).toContain('is not taken back');
  });
});
