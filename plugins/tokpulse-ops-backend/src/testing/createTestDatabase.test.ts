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

import { createTestDatabase } from './createTestDatabase';

describe('createTestDatabase', () => {
  it('gives every caller an empty database of its own', async () => {
    const first = await createTestDatabase();
    const second = await createTestDatabase();
    try {
      await first.knex.raw('create table mine (id int)');
      const { rows } = await second.knex.raw(
        "select count(*)::int as n from pg_tables where tablename = 'mine'",
      );
      expect(rows).toEqual([{ n: 0 }]);
      expect(first.url).not.toBe(second.url);
    } finally {
      await first.drop();
      await second.drop();
    }
  }, 60_000);
});
