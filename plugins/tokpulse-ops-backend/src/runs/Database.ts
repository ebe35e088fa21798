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

import type { Knex } from 'knex';
import type { Client, QueryResultRow } from 'pg';
import { claimReservation } from '../idempotency/reservationScope';
import { InstallationKeys } from './planning/InstallationKeys';

/** One SQL statement; the name lets a connection prepare it once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Runs statements: the pool, or one open transaction. */
export interface Queryable {
  query<TRow extends QueryResultRow>(
    statement: Statement,
    values?: readonly unknown[],
  ): Promise<TRow[]>;
  /** Runs text that is not ours, such as that of the job queue. */
  execute(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** Key of the codes of events, the same in every replica; read once. */
  eventKey(): Promise<Buffer>;
}

/**
 * PostgreSQL codes of "no such prepared statement" and "exists already", which
 * a pooler in transaction mode causes.
 */
const PREPARED_STATEMENT_CODES = ['26000', '42P05'];

/**
 * A process that freezes in the middle of a transaction would keep its rows
 * locked, and with them the driver that is to take over.
 */
const BEGIN = "begin; set local idle_in_transaction_session_timeout = '5s'";

/**
 * The plugin's own Knex pool, spoken to without Knex: statements are written
 * out, named, and prepared once on each connection. Connections, TLS and
 * tokens stay the business of the pool.
 */
export class Database implements Queryable {
  readonly #knex: Knex;
  #prepare = true;
  #eventKey: Promise<Buffer> | undefined;

  constructor(options: { readonly knex: Knex }) {
    this.#knex = options.knex;
  }

  get knex(): Knex {
    return this.#knex;
  }

  async query<TRow extends QueryResultRow>(
    statement: Statement,
    values: readonly unknown[] = [],
  ): Promise<TRow[]> {
    const connection = await this.#acquire();
    try {
      const prepared = this.#prepare;
      try {
        return await this.#run<TRow>(connection, statement, values);
      } catch (error) {
        if (prepared && !this.#prepare) {
          // It failed before it began, so it is safe to send again unprepared.
          return await this.#run<TRow>(connection, statement, values);
        }
        throw error;
      }
    } finally {
      this.#release(connection);
    }
  }

  async execute(
    text: string,
    values?: unknown[],
  ): Promise<{ rows: unknown[] }> {
    const connection = await this.#acquire();
    try {
      return await runText(connection, text, values);
    } finally {
      this.#release(connection);
    }
  }

  /** Commits when `work` returns, rolls back when it throws. */
  async transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    const connection = await this.#acquire();
    try {
      await connection.query(BEGIN);
      try {
        const tx: Queryable = {
          query: (statement, values = []) =>
            this.#run(connection, statement, values),
          execute: (text, values) => runText(connection, text, values),
          // On another connection: a key must outlive this transaction.
          eventKey: () => this.eventKey(),
        };
        const result = await work(tx);
        await claimReservation(tx);
        await connection.query('commit');
        return result;
      } catch (error) {
        // A connection that cannot even roll back is broken; the pool notices.
        await connection.query('rollback').catch(() => undefined);
        throw error;
      }
    } finally {
      this.#release(connection);
    }
  }

  async eventKey(): Promise<Buffer> {
    this.#eventKey ??= new InstallationKeys({ database: this })
      .get('event-chain')
      .then(hex => Buffer.from(hex, 'hex'));
    try {
      return await this.#eventKey;
    } catch (error) {
      this.#eventKey = undefined;
      throw error;
    }
  }

  /** A connection outside of the pool, for LISTEN. The caller ends it. */
  async connect(): Promise<Client> {
    // The pool renews short-lived credentials when one of its connections is
    // taken; a connection of our own uses what it has.
    await this.execute('select 1');
    return this.#knex.client.acquireRawConnection();
  }

  async #acquire(): Promise<Client> {
    return this.#knex.client.acquireConnection();
  }

  #release(connection: Client): void {
    this.#knex.client.releaseConnection(connection);
  }

  async #run<TRow extends QueryResultRow>(
    connection: Client,
    statement: Statement,
    values: readonly unknown[],
  ): Promise<TRow[]> {
    const { text } = statement;
    const query = { text, values: [...values] };
    if (!this.#prepare) {
      return (await connection.query<TRow>(query)).rows;
    }
    try {
      const named = { ...query, name: `tokpulse_ops_${statement.name}` };
      return (await connection.query<TRow>(named)).rows;
    } catch (error) {
      if (PREPARED_STATEMENT_CODES.includes(postgresCode(error) ?? '')) {
        this.#prepare = false;
      }
      throw error;
    }
  }
}

async function runText(
  connection: Client,
  text: string,
  values?: unknown[],
): Promise<{ rows: unknown[] }> {
  const result: unknown = await connection.query(text, values);
  // Several statements in one text give several results.
  const results = Array.isArray(result) ? result : [result];
  return { rows: results.flatMap(one => one.rows ?? []) };
}

/** The SQLSTATE of an error from PostgreSQL. */
export function postgresCode(error: unknown): string | undefined {
  if (typeof error === 'object' && error !== null && 'code' in error) {
    return typeof error.code === 'string' ? error.code : undefined;
  }
  return undefined;
}

/** Name of the constraint that PostgreSQL found broken. */
export function postgresConstraint(error: unknown): string | undefined {
  if (typeof error === 'object' && error !== null && 'constraint' in error) {
    return typeof error.constraint === 'string' ? error.constraint : undefined;
  }
  return undefined;
}
