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

import type { NumberedLogLine } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { waitFor } from '@testing-library/react';
import { LogStore } from './LogStore';

const lineAt = (line: number, more?: Partial<NumberedLogLine>) => ({
  line,
  at: '2026-03-01T02:00:00.000Z',
  level: 'info' as const,
  text: `line ${line}`,
  ...more,
});

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => lineAt(from + index));

/** A log on the backend that counts what is asked of it. */
function backend(total: number) {
  const asked: string[] = [];
  return {
    asked,
    load: async (query: { from: number; limit: number }) => {
      asked.push(`${query.from}+${query.limit}`);
      return {
        lines: range(query.from, Math.min(total, query.from + query.limit)),
        total,
      };
    },
  };
}

describe('LogStore', () => {
  it('loads only the pages that are looked at', async () => {
    const { load, asked } = backend(300_000);
    const store = new LogStore({ load, gatherMs: 0 });
    store.grow(300_000);

    store.want({ from: 299_980, to: 300_000 });
    await waitFor(() => expect(store.at(299_999)?.text).toBe('line 299999'));

    expect(asked).toEqual(['299000+1000']);
    expect(store.at(298_999)).toBeUndefined();
    expect(store.loaded).toBe(1_000);
  });

  it('asks once for a page, however often it is wanted', async () => {
    const { load, asked } = backend(50);
    const store = new LogStore({ load, gatherMs: 0 });
    store.grow(50);

    store.want({ from: 0, to: 10 });
    store.want({ from: 5, to: 50 });
    await waitFor(() => expect(store.loaded).toBe(50));
    store.want({ from: 0, to: 50 });

    expect(asked).toEqual(['0+1000']);
  });

  it('has no line twice when the stream and a page bring the same', async () => {
    const { load } = backend(6);
    const store = new LogStore({ load, gatherMs: 0 });
    store.grow(4);
    store.want({ from: 0, to: 4 });
    store.add(range(3, 6));
    store.add(range(5, 6));
    await waitFor(() => expect(store.loaded).toBe(6));

    expect(store.find({})).toEqual([0, 1, 2, 3, 4, 5]);
    expect(store.total).toBe(6);
  });

  it('reads what the stream has skipped', async () => {
    const { load, asked } = backend(20);
    const store = new LogStore({ load, gatherMs: 0 });
    store.add(range(0, 5));
    store.add(range(15, 20));
    expect(store.at(9)).toBeUndefined();

    store.want({ from: 0, to: 20 });
    await waitFor(() => expect(store.at(9)?.text).toBe('line 9'));

    expect(asked).toHaveLength(1);
    expect(store.loaded).toBe(20);
  });

  it('stays within its bounds while somebody scrolls through everything', async () => {
    const { load } = backend(300_000);
    const store = new LogStore({ load, pageSize: 100, keep: 10, gatherMs: 0 });
    store.grow(300_000);

    store.want({ from: 299_900, to: 300_000 });
    for (let from = 0; from < 5_000; from += 100) {
      store.want({ from, to: from + 100 });
      await waitFor(() => expect(store.at(from)).toBeDefined(), {
        interval: 1,
      });
    }

    expect(store.loaded).toBeLessThanOrEqual(1_100);
    expect(store.at(299_999)).toBeDefined();
    expect(store.at(0)).toBeUndefined();
    expect(store.at(4_999)).toBeDefined();
  });

  it('says when lines could not be loaded, and loads them on request', async () => {
    let broken = true;
    const { load } = backend(10);
    const store = new LogStore({
      load: query => (broken ? Promise.reject(new Error('502')) : load(query)),
      gatherMs: 0,
    });
    store.grow(10);
    store.want({ from: 0, to: 10 });
    await waitFor(() => expect(store.hasFailed(0)).toBe(true));

    broken = false;
    store.want({ from: 0, to: 10 });
    expect(store.hasFailed(0)).toBe(true);
    store.retry(0);
    await waitFor(() => expect(store.loaded).toBe(10));
    expect(store.hasFailed(0)).toBe(false);
  });

  it('finds lines of a step and text without regard to case', () => {
    const store = new LogStore({ load: backend(0).load });
    store.add([
      lineAt(0, { stepId: 'health', text: 'Asking API' }),
      lineAt(1, { stepId: 'restart', text: 'asking Railway' }),
      lineAt(2, { stepId: 'restart', text: 'done' }),
    ]);

    expect(store.find({ stepId: 'restart' })).toEqual([1, 2]);
    expect(store.find({ search: 'ASKING' })).toEqual([0, 1]);
    expect(store.find({ stepId: 'restart', search: 'ask' })).toEqual([1]);
  });

  it('keeps lines as text that hides nothing', () => {
    const store = new LogStore({ load: backend(0).load });
    store.add([lineAt(0, { text: '\u001b[31mred\u001b[0m \u202Etxt' })]);

    expect(store.at(0)?.text).toBe('red ⟨U+202E⟩txt');
  });

  it('tells once about many changes', async () => {
    const store = new LogStore({ load: backend(0).load, gatherMs: 5 });
    const told = jest.fn();
    store.subscribe(told);
    for (let line = 0; line < 1_000; line += 1) {
      store.add([lineAt(line)]);
    }
    await waitFor(() => expect(told).toHaveBeenCalled());

    expect(told.mock.calls.length).toBeLessThan(20);
    expect(store.total).toBe(1_000);
  });

  it('goes back through the log page by page', async () => {
    const { load, asked } = backend(2_500);
    const store = new LogStore({ load, gatherMs: 0 });
    store.grow(2_500);
    store.want({ from: 2_400, to: 2_500 });
    await waitFor(() => expect(store.loaded).toBe(500));

    store.wantOlder();
    await waitFor(() => expect(store.loaded).toBe(1_500));

    expect(asked).toEqual(['2000+1000', '1000+1000']);
  });
});
