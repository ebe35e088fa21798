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

import { connectionOf } from './connection';

describe('connectionOf', () => {
  const nodes = ['a', 'b', 'c', 'd', 'e'].map(id => ({ id }));
  const ids = (page: Parameters<typeof connectionOf>[1]) =>
    connectionOf(nodes, page).edges.map(({ node }) => node.id);

  it('walks through a list page by page without a gap or a repetition', () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page: ReturnType<typeof connectionOf> = connectionOf(nodes, {
        first: 2,
        after,
      });
      seen.push(...page.edges.map(({ node }) => node.id));
      if (!page.pageInfo.hasNextPage) {
        break;
      }
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('walks backwards too', () => {
    const last = connectionOf(nodes, { last: 2 });
    expect(last.edges.map(({ node }) => node.id)).toEqual(['d', 'e']);
    expect(ids({ last: 2, before: last.pageInfo.startCursor })).toEqual([
      'b',
      'c',
    ]);
  });

  it('refuses a cursor it never gave and a negative size', () => {
    expect(() => ids({ after: 'nonsense' })).toThrow('Invalid cursor');
    expect(() => ids({ first: -1 })).toThrow('must not be negative');
  });
});
