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
import type { RunEvent } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { done } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { Client } from 'pg';
import {
  createTestActions,
  createTestServices,
  eventually,
  scriptedAction,
  startTestEngine,
  type TestEngine,
} from '../testing';
import { Database } from './Database';
import { EventFeed } from './eventFeed';
import { Listener } from './Listener';
import { createRunEngine } from './RunEngine';
import type { RunEngine } from './types';

/** A pooler in transaction mode: LISTEN is accepted and nothing arrives. */
class DeafDatabase extends Database {
  async connect(): Promise<Client> {
    const client = await super.connect();
    client.removeAllListeners('notification');
    const on = client.on.bind(client);
    client.on = (event: string, listener: (...args: never[]) => void) =>
      event === 'notification' ? client : on(event as 'end', listener);
    return client;
  }
}

describe('following a run', () => {
  let tests: TestEngine;
  /** A replica that drives nothing. */
  let elsewhere: RunEngine;
  let go: () => void = () => {};
  let gate = Promise.resolve();

  const actions = [
    scriptedAction({
      id: 'test:chatter',
      effect: 'read',
      execute: async ({ log, input }) => {
        await gate;
        const at = new Date().toISOString();
        for (let index = 0; index < Number(input.value); index += 1) {
          await log.lines(
            Array.from({ length: 100 }, () => ({
              at,
              level: 'info' as const,
              text: `line ${index} ${'x'.repeat(600)}`,
            })),
          );
        }
        return done(null);
      },
    }),
  ];

  beforeAll(async () => {
    tests = await startTestEngine({ actions });
    elsewhere = createRunEngine({
      knex: tests.database.knex,
      actions: createTestActions(actions),
      services: createTestServices(),
      logger: mockServices.logger.mock(),
      slots: 0,
    });
    await elsewhere.open();
  }, 60_000);

  afterAll(async () => {
    await elsewhere?.close();
    await tests?.stop();
  });

  const hold = () => {
    gate = new Promise(resolve => {
      go = resolve;
    });
  };
  const chatter = (batches: number) =>
    tests.start([
      { id: 'one', action: 'test:chatter', input: { value: batches } },
    ]);
  const collect = async (
    from: { follow: RunEngine['follow'] },
    runId: string,
    after = 0,
    onEvent: (event: RunEvent) => Promise<void> | void = () => {},
  ) => {
    const seqs: number[] = [];
    for await (const event of from.follow({
      runId,
      after,
      signal: AbortSignal.timeout(30_000),
    })) {
      seqs.push(event.seq);
      await onEvent(event);
    }
    return seqs;
  };
  const gapless = (seqs: readonly number[], from = 1) => {
    expect(seqs).toEqual(seqs.map((_seq, index) => from + index));
    expect(seqs.length).toBeGreaterThan(0);
  };

  it('gives every follower on every replica each event once, also to a slow one', async () => {
    hold();
    const { id } = await chatter(300);
    const slow = collect(elsewhere, id, 0, async event => {
      if (event.seq % 50 === 0) {
        await new Promise(resolve => setImmediate(resolve));
      }
    });
    const many = Array.from({ length: 10 }, (_, index) =>
      collect(index % 2 === 0 ? elsewhere : tests.engine, id),
    );
    go();
    const whole = await Promise.all([slow, ...many]);
    const { lastSeq } = await tests.get(id);
    for (const seqs of whole) {
      gapless(seqs);
      expect(seqs).toHaveLength(lastSeq);
    }
    expect(lastSeq).toBeGreaterThan(250);
  }, 60_000);

  it('goes on after the last event that was seen, and ends with a run that is over', async () => {
    hold();
    go();
    const { id } = await chatter(3);
    await tests.until(id, 'succeeded');
    const { lastSeq } = await tests.get(id);
    gapless(await collect(elsewhere, id, 3), 4);
    expect(await collect(elsewhere, id, lastSeq)).toEqual([]);
  });

  it('loses nothing when the connection that listens is cut', async () => {
    hold();
    const { id } = await chatter(50);
    const seqs = collect(elsewhere, id);
    await eventually(
      () => tests.get(id),
      run => run.steps[0].state === 'running',
    );
    const { rows } = await tests.database.knex.raw(`
      select count(pg_terminate_backend(pid))::int as cut from pg_stat_activity
      where datname = current_database()
        and application_name = 'tokpulse-ops-listen'`);
    expect(rows[0].cut).toBeGreaterThan(0);
    go();
    await tests.until(id, 'succeeded');
    gapless(await seqs);
    expect(await seqs).toHaveLength((await tests.get(id)).lastSeq);
  }, 30_000);

  it('stops when the follower goes', async () => {
    hold();
    const { id } = await chatter(1);
    const leave = new AbortController();
    const seen: number[] = [];
    for await (const event of elsewhere.follow({
      runId: id,
      after: 0,
      signal: leave.signal,
    })) {
      seen.push(event.seq);
      if (event.body.type === 'step-state') {
        leave.abort();
      }
    }
    expect(seen.length).toBeGreaterThan(2);
    go();
    await tests.until(id, 'succeeded');
  });

  it('says that there is no such run', async () => {
    for (const runId of ['nonsense', '01a20c85-357d-7bed-a8e2-ca7afea9020f']) {
      await expect(collect(elsewhere, runId)).rejects.toThrow(
        'There is no run',
      );
    }
  });

  it('polls where LISTEN delivers nothing, and says so once', async () => {
    const logger = mockServices.logger.mock();
    const database = new DeafDatabase({ knex: tests.database.knex });
    const listener = new Listener({ database, logger });
    const feed = new EventFeed({ database, listener, logger });
    await listener.open();
    await feed.open();
    expect(listener.connected).toBe(false);
    hold();
    const { id } = await chatter(20);
    const seqs = collect(feed, id);
    await eventually(
      () => tests.get(id),
      run => run.steps[0].state === 'running',
    );
    go();
    gapless(await seqs);
    expect(await seqs).toHaveLength((await tests.get(id)).lastSeq);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('run events are polled'),
    );
    await feed.close();
    await listener.close();
  }, 30_000);
});
