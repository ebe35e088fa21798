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

import { mockServices } from '@backstage/backend-test-utils';
import { v7 as uuid } from 'uuid';
import { Database } from '../runs/Database';
import {
  createMigratedDatabase,
  createTestPlan,
  eventually,
  type TestDatabase,
} from '../testing';
import { PostgresPlanStore } from '../runs/store/PostgresPlanStore';
import { Notices, type SendNotification } from './Notices';
import { addNotice } from './store/notices';

/** Messages to people: none is lost, none holds anything up. */
describe('notices', () => {
  let database: TestDatabase;
  let runId: string;

  beforeAll(async () => {
    database = await createMigratedDatabase();
    const { knex } = database;
    const plan = createTestPlan({ steps: [] });
    await PostgresPlanStore.create({ knex }).save(plan);
    runId = uuid();
    await knex('runs').insert({
      id: runId,
      plan_id: plan.id,
      plan_hash: plan.hash,
      service: 'demo',
      runbook_id: 'r',
      runbook_title: 'R',
      runbook_content_hash: 'c',
      requested_by: 'user:default/olga',
      lead: 'user:default/olga',
      state: 'running',
    });
  }, 60_000);

  afterAll(() => database?.drop());

  beforeEach(() => database.knex('notices').delete());

  const write = async (subject: string = uuid()) => {
    await addNotice(new Database({ knex: database.knex }), {
      id: uuid(),
      kind: 'approval-asked',
      recipients: ['group:default/approvers'],
      excluded: ['user:default/olga'],
      title: 'Approval needed',
      description: 'Look at it',
      severity: 'normal',
      ...{ runId, subject },
    });
    return subject;
  };
  const logger = () => mockServices.logger.mock();
  const noticesWith = (send: SendNotification, log = logger()) =>
    new Notices({
      database: new Database({ knex: database.knex }),
      logger: log,
      send,
    });
  /** As if the time for the next try had come. */
  const due = () =>
    database.knex('notices').update({ next_at: database.knex.fn.now() });

  it('are sent once, however many replicas look', async () => {
    const subjects = await Promise.all(
      Array.from({ length: 50 }, () => write()),
    );
    const sent: (string | undefined)[] = [];
    const send: SendNotification = async ({ payload }) => {
      sent.push(payload.scope);
    };
    const replicas = Array.from({ length: 4 }, () => noticesWith(send));
    await Promise.all(replicas.map(one => one.sendDue()));
    await Promise.all(replicas.map(one => one.sendDue()));
    expect(sent.sort()).toEqual(
      subjects.map(one => `tokpulse-ops:approval-asked:${one}`).sort(),
    );
  });

  it('about the same thing are one', async () => {
    const subject = await write();
    await write(subject);
    expect(await database.knex('notices')).toHaveLength(1);
  });

  it('that cannot be sent are logged, and sent later', async () => {
    await write();
    const log = logger();
    let works = false;
    let tries = 0;
    const notices = noticesWith(async () => {
      tries += 1;
      if (!works) {
        throw new Error('Request failed with status 404');
      }
    }, log);
    await notices.sendDue();
    await notices.sendDue();
    expect(tries).toBe(1);
    expect(log.warn).toHaveBeenCalledTimes(1);
    expect(log.warn).toHaveBeenCalledWith(expect.stringContaining('404'));
    works = true;
    await due();
    await notices.sendDue();
    await due();
    await notices.sendDue();
    expect(tries).toBe(2);
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  it('are given up after a day', async () => {
    await write();
    await database
      .knex('notices')
      .update({ created_at: database.knex.raw("now() - interval '25 hours'") });
    let tries = 0;
    const log = logger();
    const notices = noticesWith(async () => {
      tries += 1;
      throw new Error('away');
    }, log);
    await notices.sendDue();
    await due();
    await notices.sendDue();
    expect(tries).toBe(1);
    expect(log.warn).toHaveBeenCalledWith(
      expect.stringContaining('could not be sent for a day'),
    );
  });

  it('do not hold up who writes them', async () => {
    await write();
    let answer: () => void = () => undefined;
    const notices = noticesWith(
      () =>
        new Promise(resolve => {
          answer = resolve;
        }),
    );
    // Returns at once although the service does not answer.
    notices.soon();
    await eventually(
      () => database.knex('notices').where('tries', 1),
      rows => rows.length === 1,
    );
    answer();
    await notices.close();
    expect(await database.knex('notices').whereNotNull('sent_at')).toHaveLength(
      1,
    );
  });

  it('of a replica that died in the middle are sent by another one', async () => {
    await write();
    const dead = noticesWith(() => new Promise(() => undefined));
    dead.soon();
    await eventually(
      () => database.knex('notices').where('tries', 1),
      rows => rows.length === 1,
    );
    const scopes: (string | undefined)[] = [];
    const other = noticesWith(async ({ payload }) => {
      scopes.push(payload.scope);
    });
    await other.sendDue();
    expect(scopes).toEqual([]);
    await due();
    await other.sendDue();
    // Should the first have arrived after all, this one replaces it.
    expect(scopes).toEqual([
      expect.stringMatching(/^tokpulse-ops:approval-asked:/),
    ]);
  });

  it('of more than a month ago are forgotten', async () => {
    await write();
    await database.knex('notices').update({
      created_at: database.knex.raw("now() - interval '31 days'"),
      sent_at: database.knex.fn.now(),
    });
    await noticesWith(async () => undefined).sendDue();
    expect(await database.knex('notices')).toEqual([]);
  });
});
