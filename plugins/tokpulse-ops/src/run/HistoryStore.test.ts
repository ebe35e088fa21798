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

import { waitFor } from '@testing-library/react';
import type { RunEvent } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { anEvent, RUN_ID } from '../__fixtures__/runs';
import { HistoryStore } from './HistoryStore';

const skipped = (seq: number) =>
  anEvent(seq, {
    type: 'decided',
    stepId: 'restart',
    choice: 'skip',
    reason: `reason ${seq}`,
  });

const output = (seq: number) =>
  anEvent(seq, { type: 'log', firstLine: seq, lines: [] });

function storeOf(events: RunEvent[]) {
  const listEvents = jest.fn(async ({ after = 0, limit = 500 }) => ({
    items: events
      .filter(({ seq }) => seq > Number(after))
      .slice(0, Number(limit)),
    lastSeq: events.length,
  }));
  const store = new HistoryStore({ api: { listEvents }, runId: RUN_ID });
  return { store, listEvents };
}

const open = (store: HistoryStore) =>
  waitFor(() => expect(store.getHistory().kind).toBe('open'));

describe('HistoryStore', () => {
  it('reads nothing before it is opened', () => {
    const { store, listEvents } = storeOf([skipped(1)]);
    store.grow(1);

    expect(listEvents).not.toHaveBeenCalled();
    expect(store.getHistory()).toMatchObject({ kind: 'closed', total: 1 });
  });

  it('reads every page, keeps who did what, and leaves output out', async () => {
    const events = Array.from({ length: 2_500 }, (_, index) =>
      index % 100 === 0 ? skipped(index + 1) : output(index + 1),
    );
    const { store, listEvents } = storeOf(events);
    store.grow(events.length);
    store.open();
    await open(store);

    expect(listEvents).toHaveBeenCalledTimes(3);
    expect(store.getHistory().events).toHaveLength(25);
    expect(store.getHistory().upTo).toBe(2_500);
  });

  it('takes what the stream delivers, once and in order', async () => {
    const { store } = storeOf([skipped(1), skipped(2)]);
    store.grow(2);
    store.open();
    await open(store);
    store.add(skipped(2));
    store.add(skipped(3));

    expect(store.getHistory().events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(store.getHistory().byStep.get('restart')).toHaveLength(3);
  });

  it('reads what is missing when the stream leaves a gap', async () => {
    const events = [skipped(1)];
    const { store } = storeOf(events);
    store.grow(1);
    store.open();
    await open(store);
    events.push(skipped(2), skipped(3));
    store.add(skipped(3));
    await waitFor(() => expect(store.getHistory().upTo).toBe(3));

    expect(store.getHistory().events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('keeps the list of a step of which nothing new was said', async () => {
    const { store } = storeOf([skipped(1)]);
    store.grow(1);
    store.open();
    await open(store);
    const before = store.getHistory().byStep.get('restart');
    store.add(output(2));

    expect(store.getHistory().byStep.get('restart')).toBe(before);
  });

  it('says what went wrong, and can be opened again', async () => {
    const { store, listEvents } = storeOf([skipped(1)]);
    listEvents.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    store.grow(1);
    store.open();
    await waitFor(() => expect(store.getHistory().kind).toBe('failed'));
    store.open();
    await open(store);

    expect(store.getHistory().events).toHaveLength(1);
    expect(store.getHistory().error).toBeUndefined();
  });

  it('does not ask for ever for events that are not there', async () => {
    const { store, listEvents } = storeOf([skipped(1)]);
    store.grow(5);
    store.open();
    await open(store);

    expect(listEvents).toHaveBeenCalledTimes(2);
    expect(store.getHistory().total).toBe(1);
  });

  it('can be opened again after it was closed while it read', async () => {
    const { store } = storeOf([skipped(1)]);
    store.grow(1);
    store.open();
    store.close();
    store.open();
    await open(store);

    expect(store.getHistory().events).toHaveLength(1);
  });
});
