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

import type { Queryable, Statement } from '../runs/Database';

/** Answers are kept for a day. */
const KEPT = '24 hours';

const reserveSql: Statement = {
  name: 'reserve_idempotency_key',
  text: `
    insert into idempotency_keys as k
      (principal, route, key, request_hash, owner, leased_until, expires_at)
    values ($1, $2, $3, $4::bytea, $5::uuid,
      clock_timestamp() + $6::float8 * interval '1 ms',
      clock_timestamp() + interval '${KEPT}')
    on conflict (principal, route, key) do update set
      request_hash = excluded.request_hash,
      owner = excluded.owner,
      leased_until = excluded.leased_until,
      applied = false,
      status = null,
      answer = null,
      created_at = clock_timestamp(),
      expires_at = excluded.expires_at
    where k.expires_at <= clock_timestamp() or (
      k.leased_until <= clock_timestamp() and k.status is null
      and not k.applied and k.request_hash = excluded.request_hash
    )
    returning owner`,
};

const findSql: Statement = {
  name: 'find_idempotency_key',
  text: `
    select request_hash = $4::bytea as same, applied, status, answer,
      leased_until > clock_timestamp() as under_way
    from idempotency_keys
    where principal = $1 and route = $2 and key = $3
      and expires_at > clock_timestamp()`,
};

const claimSql: Statement = {
  name: 'claim_idempotency_key',
  text: `
    update idempotency_keys set applied = true
    where principal = $1 and route = $2 and key = $3 and owner = $4::uuid
    returning owner`,
};

const extendSql: Statement = {
  name: 'extend_idempotency_key',
  text: `
    update idempotency_keys set
      leased_until = clock_timestamp() + $5::float8 * interval '1 ms'
    where principal = $1 and route = $2 and key = $3 and owner = $4::uuid`,
};

const answerSql: Statement = {
  name: 'answer_idempotency_key',
  text: `
    update idempotency_keys set status = $5::smallint, answer = $6,
      leased_until = clock_timestamp()
    where principal = $1 and route = $2 and key = $3 and owner = $4::uuid`,
};

/** A refused request changed nothing and may be sent again. */
const releaseSql: Statement = {
  name: 'release_idempotency_key',
  text: `
    delete from idempotency_keys
    where principal = $1 and route = $2 and key = $3 and owner = $4::uuid
      and not applied and status is null`,
};

/** `now()`, since an index cannot be searched for a clock that goes on. */
export const deleteExpiredKeysSql: Statement = {
  name: 'delete_expired_idempotency_keys',
  text: `
    delete from idempotency_keys where ctid = any (array(
      select ctid from idempotency_keys
      where expires_at <= now()
      order by expires_at limit 10000
    ))`,
};

export const findIdempotencyKeySql = findSql;

/** One thing that one person wants once. */
export interface KeyRef {
  /** Entity ref of the person. */
  readonly principal: string;
  /** E.g. `POST /runs`. */
  readonly route: string;
  /** As the caller chose it. */
  readonly key: string;
}

/** A key that this process works under. */
export interface OwnedKey extends KeyRef {
  /** UUID of this try. */
  readonly owner: string;
}

/** An answer as it was sent. */
export interface KeptAnswer {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

/** What is known of a key. */
export type KeyState =
  | { readonly kind: 'answered'; readonly answer: KeptAnswer }
  /** It was used with another request. */
  | { readonly kind: 'reused' }
  | { readonly kind: 'under-way' }
  /** It took effect, and then its process died before it answered. */
  | { readonly kind: 'answer-lost' }
  | { readonly kind: 'free' };

/** The keys in the plugin's database. */
export class IdempotencyKeys {
  readonly #database: Queryable;

  constructor(options: { readonly database: Queryable }) {
    this.#database = options.database;
  }

  /** @returns whether the key is the caller's from now on */
  async reserve(
    key: OwnedKey,
    options: { readonly requestHash: Buffer; readonly leaseMs: number },
  ): Promise<boolean> {
    const rows = await this.#database.query(reserveSql, [
      ...nameOf(key),
      options.requestHash,
      key.owner,
      options.leaseMs,
    ]);
    return rows.length === 1;
  }

  async find(key: KeyRef, requestHash: Buffer): Promise<KeyState> {
    const [row] = await this.#database.query<{
      same: boolean;
      applied: boolean;
      status: number | null;
      answer: string | null;
      under_way: boolean;
    }>(findSql, [...nameOf(key), requestHash]);
    if (row === undefined) {
      return { kind: 'free' };
    }
    if (!row.same) {
      return { kind: 'reused' };
    }
    if (row.status !== null && row.answer !== null) {
      return {
        kind: 'answered',
        answer: { status: row.status, body: row.answer },
      };
    }
    if (row.under_way) {
      return { kind: 'under-way' };
    }
    return { kind: row.applied ? 'answer-lost' : 'free' };
  }

  /** @returns whether it is still the caller's; locks it until the end of the transaction */
  async claim(tx: Queryable, key: OwnedKey): Promise<boolean> {
    const rows = await tx.query(claimSql, [...nameOf(key), key.owner]);
    return rows.length === 1;
  }

  async extend(key: OwnedKey, leaseMs: number): Promise<void> {
    await this.#database.query(extendSql, [...nameOf(key), key.owner, leaseMs]);
  }

  async answer(key: OwnedKey, { status, body }: KeptAnswer): Promise<void> {
    await this.#database.query(answerSql, [
      ...nameOf(key),
      key.owner,
      status,
      body,
    ]);
  }

  async release(key: OwnedKey): Promise<void> {
    await this.#database.query(releaseSql, [...nameOf(key), key.owner]);
    // Where a change was made although the answer failed, the key stays taken.
    await this.extend(key, 0);
  }
}

function nameOf({ principal, route, key }: KeyRef): readonly unknown[] {
  return [principal, route, key];
}
