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

import { LogStore } from './LogStore';

describe('LogStore', () => {
  const messages = (store: LogStore, query: Parameters<LogStore['read']>[0]) =>
    store.read(query).map(({ message }) => message);

  it('answers with one line more than the limit, the newest ones, oldest first', () => {
    const store = new LogStore();
    for (let i = 1; i <= 10; i += 1) {
      store.add(`line ${i}`);
    }
    expect(messages(store, { limit: 3 })).toEqual([
      'line 7',
      'line 8',
      'line 9',
      'line 10',
    ]);
    expect(messages(store, {})).toHaveLength(10);
  });

  it('understands words, phrases, alternatives, exclusions and levels', () => {
    const store = new LogStore();
    store.add('GET /health 200');
    store.add('GET /health 503', { severity: 'error' });
    store.add('out of memory', { severity: 'error' });
    store.add('memory is fine');

    expect(messages(store, { filter: 'health 503' })).toEqual([
      'GET /health 503',
    ]);
    expect(messages(store, { filter: 'HEALTH' })).toHaveLength(2);
    expect(messages(store, { filter: '"of memory"' })).toEqual([
      'out of memory',
    ]);
    expect(messages(store, { filter: '503 OR fine' })).toEqual([
      'GET /health 503',
      'memory is fine',
    ]);
    expect(messages(store, { filter: 'memory -fine' })).toEqual([
      'out of memory',
    ]);
    expect(messages(store, { filter: '@level:error AND memory' })).toEqual([
      'out of memory',
    ]);
  });

  it('keeps to the dates asked for', () => {
    const store = new LogStore();
    for (const day of ['01', '02', '03']) {
      store.add(day, { at: new Date(`2026-05-${day}T12:00:00Z`) });
    }
    expect(
      messages(store, {
        startDate: new Date('2026-05-02T00:00:00Z'),
        endDate: new Date('2026-05-02T23:00:00Z'),
      }),
    ).toEqual(['02']);
  });
});
