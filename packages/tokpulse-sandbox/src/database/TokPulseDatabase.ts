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

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { PostgresServer, startPostgres } from '../postgres/startPostgres';
import { fingerprint } from './fingerprint';
import { DatabaseRole, DatabaseRoles, grantsSql, rolesSql } from './roles';
import { indexesAndKeys, schema } from './schema';
import { activity } from './seed/activity';
import { billing } from './seed/billing';
import { tenants } from './seed/tenants';

const live = 'tokpulse';
/** A copy of the first state, which nobody can connect to. */
const pristine = 'tokpulse_sandbox_pristine';

/** The database server of TokPulse with its data. */
export class TokPulseDatabase {
  static async start(options: {
    dataDir: string;
    roles: DatabaseRoles;
    port?: number;
  }): Promise<TokPulseDatabase> {
    const server = await startPostgres({
      dataDir: options.dataDir,
      port: options.port,
      settings: {
        shared_preload_libraries: 'pg_stat_statements',
        max_connections: '80',
        shared_buffers: '64MB',
      },
    });
    const database = new TokPulseDatabase({ ...options, server });
    try {
      await database.#prepare();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return database;
  }

  readonly #server: PostgresServer;
  readonly #roles: DatabaseRoles;
  /** Keeps the digest of the first state over restarts. */
  readonly #digestFile: string;

  private constructor(options: {
    dataDir: string;
    roles: DatabaseRoles;
    server: PostgresServer;
  }) {
    this.#server = options.server;
    this.#roles = options.roles;
    this.#digestFile = join(options.dataDir, 'pristine.sha256');
  }

  get port(): number {
    return this.#server.port;
  }

  get pid(): number {
    return this.#server.pid;
  }

  /** A URL for one of the roles, optionally through another port. */
  url(role: keyof DatabaseRoles, port = this.#server.port): string {
    const { name, password }: DatabaseRole = this.#roles[role];
    return `postgresql://${name}:${password}@127.0.0.1:${port}/${live}`;
  }

  /**
   * Brings the data back to the first state, if anything has changed it.
   * Sessions on the database are ended in that case.
   */
  async restore(): Promise<'unchanged' | 'restored'> {
    if ((await this.#digest()) === (await this.#pristineDigest())) {
      await this.#as('postgres', async client => {
        await client.query('SELECT pg_stat_statements_reset()');
      });
      return 'unchanged';
    }
    await this.#as('postgres', async client => {
      await client.query(`DROP DATABASE IF EXISTS ${live} WITH (FORCE)`);
      await this.#copyPristine(client);
      await client.query('SELECT pg_stat_statements_reset()');
    });
    await this.#grant();
    return 'restored';
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }

  async destroy(): Promise<void> {
    await this.#server.destroy();
  }

  async #prepare(): Promise<void> {
    const { owner } = this.#roles;
    const known = await this.#as('postgres', async client => {
      await client.query(rolesSql(this.#roles));
      await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
      const { rows } = await client.query<{ datname: string }>(
        'SELECT datname FROM pg_database WHERE datname = ANY($1)',
        [[live, pristine]],
      );
      return new Set(rows.map(({ datname }) => datname));
    });
    const hasDigest = await this.#pristineDigest().then(
      () => true,
      () => false,
    );

    if (!known.has(pristine) || !hasDigest) {
      await this.#as('postgres', async client => {
        await client.query(`DROP DATABASE IF EXISTS ${live} WITH (FORCE)`);
        await client.query(`DROP DATABASE IF EXISTS ${pristine} WITH (FORCE)`);
        await client.query(`CREATE DATABASE ${live} OWNER ${owner.name}`);
      });
      await this.#as(live, async client => {
        await client.query('CREATE EXTENSION pg_stat_statements');
        await client.query(`ALTER SCHEMA public OWNER TO ${owner.name}`);
        await client.query(`SET ROLE ${owner.name}`);
        await client.query(schema);
        await client.query(tenants);
        await client.query(billing);
        await client.query(activity);
        await client.query(indexesAndKeys);
        await client.query('RESET ROLE; ANALYZE');
      });
      await writeFile(this.#digestFile, await this.#digest());
      await this.#as('postgres', async client => {
        await client.query(
          `CREATE DATABASE ${pristine} TEMPLATE ${live} OWNER ${owner.name} ALLOW_CONNECTIONS false`,
        );
        await client.query('SELECT pg_stat_statements_reset()');
      });
    } else if (!known.has(live)) {
      await this.#as('postgres', client => this.#copyPristine(client));
    }
    await this.#grant();
  }

  /** At every start: an older sandbox may have granted more. */
  async #grant(): Promise<void> {
    await this.#as(live, async client => {
      await client.query(`SET ROLE ${this.#roles.owner.name}`);
      await client.query(grantsSql(this.#roles));
    });
  }

  async #copyPristine(client: Client): Promise<void> {
    await client.query(
      `CREATE DATABASE ${live} TEMPLATE ${pristine} OWNER ${
        this.#roles.owner.name
      }`,
    );
  }

  async #digest(): Promise<string> {
    const exists = await this.#as('postgres', async client => {
      const { rowCount } = await client.query(
        'SELECT 1 FROM pg_database WHERE datname = $1 AND datallowconn',
        [live],
      );
      return rowCount === 1;
    });
    const content = exists ? await this.#as(live, fingerprint) : 'missing';
    return createHash('sha256').update(content).digest('hex');
  }

  async #pristineDigest(): Promise<string> {
    return readFile(this.#digestFile, 'utf8');
  }

  /** Runs something as the superuser of the server. */
  async #as<T>(
    database: string,
    use: (client: Client) => Promise<T>,
  ): Promise<T> {
    const client = new Client({
      connectionString: this.#server.connectionString(database),
      application_name: 'tokpulse-sandbox',
    });
    await client.connect();
    try {
      return await use(client);
    } finally {
      await client.end();
    }
  }
}
