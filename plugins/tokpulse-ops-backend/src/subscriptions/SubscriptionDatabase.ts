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

import type { MissingIndex } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { withinDatabaseLimit } from '../actions/postgres/databaseLimit';
import { readOnlySession } from '../actions/postgres/readOnlySession';
import { layoutOf, type BillingLayout } from './schema/BillingLayout';
import { CustomerQueries } from './schema/CustomerQueries';
import { missingIndexes } from './schema/missingIndexes';
import { readShape } from './schema/readShape';
import { StoreQueries } from './schema/StoreQueries';
import { SubscriptionQueries } from './schema/SubscriptionQueries';
import type { Query } from './schema/TableText';

const PREFERRED = 'primary';
const MAX_BYTES = 1024 * 1024;
/** Tables change when a new version is deployed, and an index when somebody adds it. */
const SHAPE_LIFETIME_MS = 30_000;

const settingsSchema = z.record(
  z.string(),
  z.object({ readOnlyConnection: z.string().optional() }),
);

/** What a database has, and how it is asked. */
export interface BillingTables {
  readonly layout: Pick<BillingLayout, 'variant' | 'told'>;
  /** Undefined where there are no billing tables. */
  readonly subscriptions?: SubscriptionQueries;
  readonly customers?: CustomerQueries;
  readonly stores?: StoreQueries;
  readonly missingIndexes: readonly MissingIndex[];
  /** The planner's estimate of the subscriptions. */
  readonly estimate: number;
}

/** One session with the database. */
export interface BillingSession {
  readonly tables: BillingTables;
  /** The rows of a statement; none for one that cannot have any. */
  rows<T extends z.ZodType>(
    query: Query | undefined,
    row: T,
  ): Promise<z.output<T>[]>;
}

/**
 * The billing data in a service's own database, read as the read-only role,
 * on no more connections than any other look at that database.
 */
export class SubscriptionDatabase {
  readonly #service: ServiceAccess;
  #known: { readonly tables: BillingTables; readonly at: number } | undefined;

  constructor(service: ServiceAccess) {
    this.#service = service;
  }

  /** The key that is missing in the configuration, if one is. */
  missingKey(): string | undefined {
    return this.#connection() === undefined
      ? `tokpulseOps.services.${
          this.#service.id
        }.postgres.${PREFERRED}.readOnlyConnection`
      : undefined;
  }

  /** Throws `ActionError`. */
  async session<T>(
    signal: AbortSignal,
    work: (session: BillingSession) => Promise<T>,
  ): Promise<T> {
    const found = this.#connection();
    if (found === undefined) {
      throw new ActionError({
        code: 'not-configured',
        message: `${this.missingKey()} is missing`,
        nextStep:
          'Make a role that may only read, and set its connection URL in app-config',
      });
    }
    const { database, connection } = found;
    return withinDatabaseLimit(this.#service, database, () =>
      readOnlySession({ database, connection, signal }, async session => {
        const read = async <R extends z.ZodType>(
          query: Query | undefined,
          row: R,
        ): Promise<z.output<R>[]> => {
          if (query === undefined) {
            return [];
          }
          const { rows } = await session.read({
            ...query,
            maxBytes: MAX_BYTES,
          });
          return z.array(row).parse(rows);
        };
        const isFresh =
          this.#known !== undefined &&
          performance.now() - this.#known.at < SHAPE_LIFETIME_MS;
        if (!isFresh || this.#known === undefined) {
          const shape = await readShape(session);
          const layout = layoutOf(shape);
          this.#known = {
            at: performance.now(),
            tables: {
              layout,
              subscriptions:
                layout.subscriptions &&
                new SubscriptionQueries(shape, layout.subscriptions),
              customers:
                layout.users && new CustomerQueries(shape, layout.users),
              stores: layout.stores && new StoreQueries(shape, layout.stores),
              missingIndexes: missingIndexes(shape, layout),
              estimate: Math.round(shape.rows.subscriptions ?? 0),
            },
          };
        }
        return work({ tables: this.#known.tables, rows: read });
      }),
    );
  }

  #connection():
    | { readonly database: string; readonly connection: string }
    | undefined {
    const databases = optionalSettings(this.#service);
    const names = Object.keys(databases).sort(
      (a, b) => Number(b === PREFERRED) - Number(a === PREFERRED),
    );
    for (const database of names) {
      const connection = databases[database].readOnlyConnection;
      if (connection !== undefined) {
        return { database, connection };
      }
    }
    return undefined;
  }
}

function optionalSettings(
  service: ServiceAccess,
): z.output<typeof settingsSchema> {
  try {
    return service.settings('postgres', settingsSchema);
  } catch (error) {
    if (error instanceof ActionError && error.code === 'not-configured') {
      return {};
    }
    throw error;
  }
}
