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
import { createHash } from 'node:crypto';
import { Database } from '../runs/Database';
import {
  createMigratedDatabase,
  eventually,
  type TestDatabase,
} from '../testing';
import { deleteExpiredKeysSql, IdempotencyKeys } from './IdempotencyKeys';
import { IdempotentRequests } from './IdempotentRequests';

jest.setTimeout(60_000);

const insertSql = {
  name: 'test_effect',
  text: `insert into effects (what) values ($1) returning id`,
};

describe('a request with an idempotency key', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let keys: IdempotencyKeys;

  beforeAll(async () => {
    testDatabase = await createMigratedDatabase();
    database = new Database({ knex: testDatabase.knex });
    keys = new IdempotencyKeys({ database });
    await testDatabase.knex.raw(
      'create table effects (id serial, what text not null)',
    );
  });
  afterAll(() => testDatabase.drop());
  beforeEach(async () => {
    await testDatabase.knex('effects').delete();
    await testDatabase.knex('idempotency_keys').delete();
  });

  const requests = (options: { leaseMs?: number; waitMs?: number } = {}) =>
    new IdempotentRequests({
      keys,
      logger: mockServices.logger.mock(),
      ...options,
    });
  const request = (
    more: { key?: string; body?: string; principal?: string } = {},
  ) => ({
    principal: more.principal ?? 'user:default/olga',
    route: 'POST /runs',
    key: more.key ?? 'k',
    requestHash: createHash('sha256')
      .update(more.body ?? 'body')
      .digest(),
    signal: new AbortController().signal,
  });
  /** Makes an effect and answers with its number. */
  const effect = async () => {
    const [{ id }] = await database.transaction(tx =>
      tx.query<{ id: number }>(insertSql, ['x']),
    );
    return { status: 201, body: JSON.stringify({ id }) };
  };
  const effects = async () => (await testDatabase.knex('effects')).length;

  it('takes effect once, however often it is sent at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => requests().answer(request(), effect)),
    );
    expect(await effects()).toBe(1);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  it('is answered again with the same status and body, in another process, too', async () => {
    const first = await requests().answer(request(), effect);
    const again = await requests().answer(request(), effect);
    expect(again).toEqual({ ...first, replayed: true });
    expect(await effects()).toBe(1);
  });

  it('is another one for another person', async () => {
    await requests().answer(request(), effect);
    await requests().answer(
      request({ principal: 'user:default/otto' }),
      effect,
    );
    expect(await effects()).toBe(2);
  });

  it('is refused when the key was used for something else', async () => {
    await requests().answer(request(), effect);
    await expect(
      requests().answer(request({ body: 'another' }), effect),
    ).rejects.toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    expect(await effects()).toBe(1);
  });

  it('may be sent again after a refusal', async () => {
    const refusal = async () => {
      throw new Error('Not now');
    };
    await expect(requests().answer(request(), refusal)).rejects.toThrow(
      'Not now',
    );
    const answer = await requests().answer(request(), effect);
    expect(answer.replayed).toBe(false);
    expect(await effects()).toBe(1);
  });

  it('is answered with 409 while the first one takes long', async () => {
    let finish: (() => void) | undefined;
    const long = requests().answer(request(), async () => {
      await new Promise<void>(resolve => {
        finish = resolve;
      });
      return effect();
    });
    await eventually(
      async () => finish,
      begun => begun !== undefined,
    );
    await expect(
      requests({ waitMs: 50 }).answer(request(), effect),
    ).rejects.toMatchObject({ code: 'request-in-progress' });
    finish?.();
    await long;
    expect(await effects()).toBe(1);
  });

  it('does not take effect in a process that was frozen until another took over', async () => {
    const leaseMs = 100;
    let began = false;
    let thaw: (() => void) | undefined;
    const frozen = new Promise<void>(resolve => {
      thaw = resolve;
    });
    // A frozen process does not extend its lease.
    const silent = new IdempotencyKeys({ database });
    jest.spyOn(silent, 'extend').mockResolvedValue(undefined);
    const late = new IdempotentRequests({
      keys: silent,
      logger: mockServices.logger.mock(),
      leaseMs,
    }).answer(request(), async () => {
      began = true;
      await frozen;
      return effect();
    });
    late.catch(() => undefined);
    await eventually(
      async () => began,
      yes => yes,
    );
    const other = await requests({ leaseMs }).answer(request(), effect);
    thaw?.();
    await expect(late).rejects.toMatchObject({ code: 'request-in-progress' });
    expect(await effects()).toBe(1);
    expect(other.replayed).toBe(false);
    expect(await requests().answer(request(), effect)).toMatchObject({
      body: other.body,
      replayed: true,
    });
  });

  it('says so when the process died between the effect and its answer', async () => {
    const dying = new IdempotencyKeys({ database });
    jest.spyOn(dying, 'answer').mockResolvedValue(undefined);
    await new IdempotentRequests({
      keys: dying,
      logger: mockServices.logger.mock(),
      leaseMs: 50,
    }).answer(request(), effect);
    await expect(
      requests({ leaseMs: 50 }).answer(request(), effect),
    ).rejects.toMatchObject({ code: 'answer-lost' });
    expect(await effects()).toBe(1);
  });

  it('does not fail because its answer cannot be kept', async () => {
    const broken = new IdempotencyKeys({ database });
    jest.spyOn(broken, 'answer').mockRejectedValue(new Error('no disk'));
    const answer = await new IdempotentRequests({
      keys: broken,
      logger: mockServices.logger.mock(),
    }).answer(request(), effect);
    expect(answer.status).toBe(201);
  });

  it('is forgotten after a day, by the clock of the database', async () => {
    await requests().answer(request(), effect);
    const [{ hours }] = (
      await testDatabase.knex.raw(
        `select extract(epoch from expires_at - created_at) / 3600 as hours from idempotency_keys`,
      )
    ).rows;
    expect(Number(hours)).toBeCloseTo(24, 3);
    await testDatabase.knex.raw(
      `update idempotency_keys set expires_at = clock_timestamp()`,
    );
    await requests().answer(request({ body: 'another' }), effect);
    expect(await effects()).toBe(2);
  });

  it('is swept when it has expired, and not before', async () => {
    await requests().answer(request({ key: 'old' }), effect);
    await requests().answer(request({ key: 'new' }), effect);
    await testDatabase
      .knex('idempotency_keys')
      .where({ key: 'old' })
      .update({
        expires_at: new Date(0),
      });
    await database.query(deleteExpiredKeysSql);
    expect(await testDatabase.knex('idempotency_keys').pluck('key')).toEqual([
      'new',
    ]);
  });

  it('leaves transactions alone that only began because of it', async () => {
    let later: Promise<unknown> | undefined;
    let go: (() => void) | undefined;
    const answered = new Promise<void>(resolve => {
      go = resolve;
    });
    await requests().answer(request(), async () => {
      later = answered.then(effect);
      return { status: 200, body: '{}' };
    });
    await testDatabase.knex('idempotency_keys').delete();
    go?.();
    await later;
    expect(await effects()).toBe(1);
  });
});
