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

import { randomBytes } from 'node:crypto';
import type { Queryable } from '../Database';

const INSERT = {
  name: 'insert_installation_key',
  text: `
    insert into installation_keys (name, value) values ($1, $2)
    on conflict (name) do nothing
  `,
};

const SELECT = {
  name: 'select_installation_key',
  text: `select value from installation_keys where name = $1`,
};

/**
 * Random keys, made at their first use and kept in the plugin's database, so
 * that every replica has the same and nobody has to configure one.
 */
export class InstallationKeys {
  readonly #database: Queryable;

  constructor(options: { readonly database: Queryable }) {
    this.#database = options.database;
  }

  /** 32 random bytes as hex. */
  async get(name: string): Promise<string> {
    await this.#database.query(INSERT, [name, randomBytes(32)]);
    const [row] = await this.#database.query<{ value: Buffer }>(SELECT, [name]);
    if (row === undefined) {
      throw new Error(`The installation key '${name}' has vanished`);
    }
    return row.value.toString('hex');
  }
}
