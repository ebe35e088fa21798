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

import type { Trend } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Reading } from '../ObservationStore';
import { comparisonsOf } from './comparisons';
import type { TimelineEvent } from './Timeline';

const noon = new Date('2026-11-24T12:00:00.000Z');
const minutes = (count: number) => new Date(noon.getTime() + count * 60_000);

const trend = (name: string, host = 'api', count = 100): Trend => ({
  ...{ name, host, unit: 'ms', stepMs: 60_000 },
  points: [{ at: noon.toISOString(), count }],
});

/** A store that knows one figure before noon and another one after. */
function storeWith(
  before: Partial<Reading> | undefined,
  after: Partial<Reading> | undefined,
) {
  const asked: { from: Date; to: Date; name: string }[] = [];
  return {
    asked,
    summary: async (options: {
      from: Date;
      to: Date;
      host: string;
      name: string;
    }): Promise<Reading | undefined> => {
      asked.push(options);
      const figures = options.to <= noon ? before : after;
      return (
        figures && {
          ...{ host: options.host, name: options.name, unit: 'ms' },
          ...{ count: 0, ...figures },
        }
      );
    },
  };
}

const restart: TimelineEvent = {
  ...{ at: noon, kind: 'restart', host: 'api', label: 'api restarted' },
};
const run: TimelineEvent = {
  ...{ at: noon, kind: 'run', label: 'Restart', runId: 'r1' },
  beganAt: minutes(-3),
};

const compare = (
  store: ReturnType<typeof storeWith>,
  options: Partial<Parameters<typeof comparisonsOf>[0]> = {},
) =>
  comparisonsOf({
    ...{ store, service: 'shop', events: [restart] },
    trends: [trend('response_time')],
    now: minutes(120),
    ...options,
  });

const slow = { p50: 150, p95: 400, count: 60 };
const fast = { p50: 90, p95: 180, count: 60 };

describe('comparisonsOf', () => {
  it('says in words that it became better', async () => {
    expect(await compare(storeWith(slow, fast))).toEqual([
      {
        marker: {
          ...{ at: noon.toISOString(), kind: 'restart' },
          label: 'api restarted',
        },
        ...{ host: 'api', name: 'response_time', unit: 'ms' },
        ...{ before: slow, after: fast, direction: 'better' },
        conclusion:
          'Better since then: p95 400 ms before, 180 ms after (−55 %); p50 150 ms before, 90 ms after (−40 %)',
      },
    ]);
  });

  it('says that it became worse, and that the restart emptied the figures', async () => {
    const [comparison] = await compare(storeWith(fast, slow), {
      trends: [trend('api_response_time')],
      now: minutes(4),
    });
    expect(comparison).toMatchObject({
      direction: 'worse',
      conclusion: expect.stringMatching(
        /^Worse since then: .*\(\+122 %\).* The restart emptied the figures .* Only 4 minutes have passed/,
      ),
    });
  });

  it.each([
    ['on one side', fast, { ...fast, count: 3 }],
    ['on the other', { ...fast, count: 19 }, fast],
  ])('is honest about too few readings %s', async (_, before, after) => {
    const [comparison] = await compare(storeWith(before, after));
    expect(comparison).toMatchObject({
      direction: 'not-known',
      conclusion: `Too few readings to tell: ${before.count} before and ${after.count} after, and it takes 20 on each side`,
    });
  });

  it('takes a few milliseconds for noise', async () => {
    const [comparison] = await compare(
      storeWith({ p50: 4, p95: 9, count: 50 }, { p50: 6, p95: 14, count: 50 }),
    );
    expect(comparison).toMatchObject({
      direction: 'same',
      conclusion: expect.stringMatching(/^No telling change: /),
    });
  });

  it('leaves out what was never measured', async () => {
    expect(await compare(storeWith(undefined, undefined))).toEqual([]);
  });

  it('compares an hour on each side, cut off where something else happened', async () => {
    const store = storeWith(fast, fast);
    const others: TimelineEvent[] = [
      { at: minutes(90), kind: 'incident', label: 'slow' },
      { ...restart, at: minutes(20) },
      restart,
      { ...restart, at: minutes(-200) },
    ];
    await compare(store, { events: others });
    expect(store.asked.slice(2, 4)).toMatchObject([
      { from: minutes(-60), to: noon },
      { from: noon, to: minutes(20) },
    ]);
  });

  it('takes a run and the restart that it made for one event', async () => {
    const store = storeWith(slow, fast);
    const comparisons = await compare(store, {
      events: [run, { ...restart, at: minutes(-1) }],
      trends: [trend('api_response_time')],
    });
    expect(comparisons).toHaveLength(1);
    expect(comparisons[0]).toMatchObject({
      marker: { kind: 'run', runId: 'r1' },
      conclusion: expect.stringContaining('The restart emptied the figures'),
    });
    expect(store.asked).toMatchObject([
      { to: minutes(-3) },
      { from: noon, to: minutes(60) },
    ]);
  });

  it('compares the host that restarted and no other one', async () => {
    const comparisons = await compare(storeWith(slow, fast), {
      trends: [trend('response_time', 'app'), trend('response_time', 'api')],
    });
    expect(comparisons.map(({ host }) => host)).toEqual(['api']);
  });
});
