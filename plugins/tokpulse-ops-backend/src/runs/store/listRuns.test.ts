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
import {
  scriptedAction,
  startTestEngine,
  type TestEngine,
} from '../../testing';
import type { RunListFilter } from '../types';

describe('lists of runs', () => {
  let tests: TestEngine;
  const ids: string[] = [];

  beforeAll(async () => {
    tests = await startTestEngine({
      actions: [
        scriptedAction({
          id: 'test:fail',
          effect: 'read',
          execute: ({ input }) => {
            if (input.value) {
              throw new Error('no');
            }
            return done(null);
          },
        }),
      ],
    });
    for (let index = 0; index < 12; index += 1) {
      const run = await tests.start(
        [
          {
            id: 'one',
            action: 'test:fail',
            input: { value: index % 3 === 0 },
          },
        ],
        {
          runbook: `book-${index % 2}`,
          requestedBy: `user:default/u${index % 4}`,
        },
      );
      ids.push(run.id);
      await tests.until(
        run.id,
        index % 3 === 0 ? 'needs-decision' : 'succeeded',
      );
    }
    // Taken over by somebody who did not start it.
    await tests.database
      .knex('runs')
      .where({ id: ids[2] })
      .update({ lead: 'user:default/u1' });
  }, 60_000);

  afterAll(() => tests?.stop());

  const all = async (filter: Omit<RunListFilter, 'limit' | 'cursor'>) => {
    const found: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await tests.engine.list({ ...filter, cursor, limit: 2 });
      expect(page.items.length).toBeLessThanOrEqual(2);
      found.push(...page.items.map(run => ids.indexOf(run.id)));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return found;
  };
  const matching = (test: (index: number) => boolean) =>
    ids
      .map((_id, index) => index)
      .filter(test)
      .reverse();

  it.each([
    ['nothing', {}, () => true],
    ['a service', { service: 'demo' }, () => true],
    ['another service', { service: 'other' }, () => false],
    ['a runbook', { runbook: 'book-1' }, (index: number) => index % 2 === 1],
    [
      'states',
      { state: ['needs-decision', 'running'] },
      (index: number) => index % 3 === 0,
    ],
    [
      'a service, a runbook and a state',
      { service: 'demo', runbook: 'book-0', state: ['succeeded'] },
      (index: number) => index % 2 === 0 && index % 3 !== 0,
    ],
    [
      'services that may be seen',
      { visible: { services: ['demo', 'other'] } },
      () => true,
    ],
    [
      'a service that may not be seen',
      { service: 'demo', visible: { services: ['other'] } },
      () => false,
    ],
    ['no service at all', { visible: { services: [] } }, () => false],
    [
      'what a person may see',
      {
        visible: {
          anyOf: [
            { requestedBy: 'user:default/u1' },
            {
              allOf: [
                { services: ['demo'] },
                { not: { not: { requestedBy: 'user:default/u2' } } },
              ],
            },
          ],
        },
      },
      (index: number) => index % 4 === 1 || index % 4 === 2,
    ],
    [
      'a person who started or leads them',
      { person: 'user:default/u1' },
      (index: number) => index % 4 === 1 || index === 2,
    ],
    [
      'a person and a state',
      { person: 'user:default/u1', state: ['succeeded'] },
      (index: number) => (index % 4 === 1 && index % 3 !== 0) || index === 2,
    ],
    [
      'a person of a service that may be seen',
      { person: 'user:default/u1', visible: { services: ['demo'] } },
      (index: number) => index % 4 === 1 || index === 2,
    ],
    ['nobody', { person: 'user:default/nobody' }, () => false],
    ['a time that is over', { to: '2001-01-01T00:00:00Z' }, () => false],
    ['a time to come', { from: '2100-01-01T00:00:00Z' }, () => false],
    ['an empty choice', { visible: { anyOf: [] } }, () => false],
    ['no condition', { visible: { allOf: [] } }, () => true],
  ] as [string, Omit<RunListFilter, 'limit'>, (index: number) => boolean][])(
    'by %s are complete, newest first',
    async (_what, filter, test) => {
      expect(await all(filter)).toEqual(matching(test));
    },
  );

  it('by time hold what was made from the first instant on and before the second', async () => {
    const { createdAt: from } = await tests.get(ids[3]);
    const { createdAt: to } = await tests.get(ids[7]);
    expect(await all({ from, to })).toEqual([6, 5, 4, 3]);
    expect(await all({ from })).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3]);
    expect(await all({ to, person: 'user:default/u1' })).toEqual([5, 2, 1]);
    // The same instants, written in another zone.
    const elsewhere = new Date(Date.parse(from) + 7_200_000)
      .toISOString()
      .replace('Z', '+02:00');
    expect(await all({ from: elsewhere, to })).toEqual([6, 5, 4, 3]);
  });

  it('refuse a cursor that is none', async () => {
    await expect(
      tests.engine.list({ cursor: "x' or 1=1 --", limit: 2 }),
    ).rejects.toThrow('cursor');
  });

  it('treat an id that is none as a run that does not exist', async () => {
    expect(await tests.engine.get("x' or 1=1 --")).toBeUndefined();
    expect(await tests.engine.plan('nonsense')).toBeUndefined();
  });
});
