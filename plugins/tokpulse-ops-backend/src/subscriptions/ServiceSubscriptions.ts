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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  CustomerList,
  listSubscriptionsQuerySchema,
  RevealedCustomer,
  StoreList,
  SubscriptionDetail,
  SubscriptionList,
  SubscriptionsOverview,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { z } from 'zod';
import { isUnknownStatus, toSubscription } from './anomalies';
import { cursorBehind, parsePosition } from './cursor';
import { DriftChecks } from './drift/DriftChecks';
import { hintsFrom } from './hints';
import { readLimits } from './limits';
import { emptyOverview, toOverview } from './overview';
import { answering, noSuchCustomer, noSuchSubscription } from './problems';
import {
  customerRowSchema,
  known,
  planRowSchema,
  statusRowSchema,
  storeRowSchema,
  subscriptionRowSchema,
  toMaskedCustomer,
  toStore,
  usageRowSchema,
  type CustomerRow,
  type PlanRow,
  type SubscriptionRow,
} from './rows';
import type { PageRequest } from './schema/pageOfSubscriptions';
import type { Query } from './schema/TableText';
import { SubscriptionCounts } from './SubscriptionCounts';
import {
  SubscriptionDatabase,
  type BillingSession,
} from './SubscriptionDatabase';

type ListQuery = z.output<typeof listSubscriptionsQuerySchema>;

/** The subscriptions, customers and stores of one service. */
export class ServiceSubscriptions {
  readonly #database: SubscriptionDatabase;
  readonly #counts: SubscriptionCounts;
  readonly #drift: DriftChecks;
  readonly #stopping: AbortSignal;

  constructor(options: {
    readonly service: ServiceAccess;
    readonly logger: LoggerService;
    readonly stopping: AbortSignal;
    /** Requests to Stripe. */
    readonly perSecond?: number;
  }) {
    this.#stopping = options.stopping;
    this.#database = new SubscriptionDatabase(options.service);
    this.#counts = new SubscriptionCounts({ database: this.#database });
    this.#drift = new DriftChecks({ ...options, database: this.#database });
  }

  /** Counts and anomalies. Throws `UnavailableError` when the database cannot be read. */
  async overview(): Promise<SubscriptionsOverview> {
    const missing = this.#database.missingKey();
    if (missing !== undefined) {
      return emptyOverview(
        `No database is configured: set ${missing} to the URL of a role that may only read`,
      );
    }
    return answering(async () => {
      const counts = await this.#counts.read(this.#stopping);
      return counts.tables.subscriptions === undefined
        ? {
            ...emptyOverview(counts.tables.layout.told),
            schema: { ...counts.tables.layout },
            missingIndexes: [...counts.tables.missingIndexes],
          }
        : toOverview(counts, this.#drift.state());
    });
  }

  /** One page. Throws `InputError` for a foreign cursor. */
  async list(query: ListQuery, signal: AbortSignal): Promise<SubscriptionList> {
    const { cursor, limit, anomaly } = query;
    const after =
      cursor === undefined ? undefined : parsePosition(cursor, anomaly);
    const counts = this.#counts.latest(this.#stopping);
    const rows = await this.#session(signal, async session => {
      const { subscriptions } = session.tables;
      const filter = await this.#filterOf(query, session);
      return filter === undefined
        ? []
        : session.rows(
            subscriptions?.page({
              ...filter,
              after,
              limit: limit + 1,
              hints: hintsFrom(counts, filter, new Date()),
            }),
            subscriptionRowSchema,
          );
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const items = page.map(row => this.#shown(row));
    return {
      items:
        anomaly === 'drift'
          ? items.filter(({ anomalies }) =>
              anomalies.some(({ kind }) => kind === 'drift'),
            )
          : items,
      ...(rows.length > limit &&
        last && { nextCursor: cursorBehind(last, anomaly) }),
    };
  }

  /** One subscription with all that belongs to it. Throws `NotFoundError`. */
  async subscription(
    id: string,
    signal: AbortSignal,
  ): Promise<SubscriptionDetail> {
    const found = await this.#session(signal, async session => {
      const { subscriptions, customers, stores } = session.tables;
      const [row] = await session.rows(
        subscriptions?.one(id),
        subscriptionRowSchema,
      );
      if (row === undefined) {
        return undefined;
      }
      const owner = row.organization_id ?? '';
      const plans = await session.rows(subscriptions?.plans(), planRowSchema);
      return {
        row,
        plan: plans.find(({ ref }) => ref === row.plan_ref),
        usage: await session.rows(subscriptions?.usage(id), usageRowSchema),
        people: await session.rows(
          customers?.ofOwner(owner),
          customerRowSchema,
        ),
        stores: await session.rows(stores?.ofOwner(owner), storeRowSchema),
      };
    });
    if (found === undefined) {
      throw noSuchSubscription(id);
    }
    const stripe = await this.#drift.compare(found.row);
    return {
      ...this.#shown(found.row),
      price: priceOf(found.plan),
      usage: usageOf(found.usage, found.plan),
      customers: found.people.map(toMaskedCustomer),
      stores: found.stores.map(toStore),
      stripe,
    };
  }

  /** People with an e-mail address, masked, with the subscription they share. */
  async customers(email: string, signal: AbortSignal): Promise<CustomerList> {
    return this.#session(signal, async session => {
      const { subscriptions, customers } = session.tables;
      const people = await firstFound(session, customers?.byEmail(email) ?? []);
      const owners = people
        .map(({ organization_id: owner }) => owner)
        .filter(owner => owner !== null);
      const rows = await session.rows(
        subscriptions?.ofOwners([...new Set(owners)]),
        subscriptionRowSchema,
      );
      return {
        items: people.map(person => {
          const row = rows.find(
            it => it.organization_id === person.organization_id,
          );
          return {
            ...toMaskedCustomer(person),
            ...(row && { subscription: this.#shown(row) }),
          };
        }),
      };
    });
  }

  /** The store of a shop domain, without its access token. */
  async stores(domain: string, signal: AbortSignal): Promise<StoreList> {
    return this.#session(signal, async session => {
      const rows = await session.rows(
        session.tables.stores?.byDomain(domain),
        storeRowSchema,
      );
      return { items: rows.map(toStore) };
    });
  }

  /** One person, unmasked. Throws `NotFoundError`. */
  async reveal(id: string, signal: AbortSignal): Promise<RevealedCustomer> {
    const [row] = await this.#session(signal, session =>
      session.rows(session.tables.customers?.one(id), customerRowSchema),
    );
    if (row === undefined) {
      throw noSuchCustomer(id);
    }
    return { userId: row.id, email: row.email ?? '', name: known(row.name) };
  }

  /** Resolves when no comparison with Stripe is under way. */
  settled(): Promise<void> {
    return this.#drift.settled();
  }

  #session<T>(
    signal: AbortSignal,
    work: (session: BillingSession) => Promise<T>,
  ): Promise<T> {
    return answering(() => this.#database.session(signal, work));
  }

  /** Undefined when nothing can be in the list. */
  async #filterOf(
    { status, plan, anomaly, organization }: ListQuery,
    session: BillingSession,
  ): Promise<Omit<PageRequest, 'limit'> | undefined> {
    const { subscriptions } = session.tables;
    const plans =
      plan === undefined
        ? []
        : await session.rows(subscriptions?.plans(), planRowSchema);
    const common = {
      status,
      organization,
      plan: plans.find(({ key }) => key === plan)?.ref ?? plan,
    };
    switch (anomaly) {
      case undefined:
        return common;
      case 'drift':
        return { ...common, ids: this.#drift.differing() };
      case 'unknown-status': {
        const statuses = await session.rows(
          subscriptions?.statuses(),
          statusRowSchema,
        );
        return {
          ...common,
          statuses: statuses.map(it => it.status).filter(isUnknownStatus),
        };
      }
      default:
        return { ...common, anomaly };
    }
  }

  #shown(row: SubscriptionRow) {
    return toSubscription(row, {
      now: new Date(),
      drift: this.#drift.of(row),
    });
  }
}

async function firstFound(
  session: BillingSession,
  queries: readonly Query[],
): Promise<readonly CustomerRow[]> {
  for (const query of queries) {
    const rows = await session.rows(query, customerRowSchema);
    if (rows.length > 0) {
      return rows;
    }
  }
  return [];
}

function priceOf(plan: PlanRow | undefined): SubscriptionDetail['price'] {
  return plan === undefined || plan.price === null
    ? undefined
    : {
        amount: plan.price,
        currency: plan.currency ?? 'USD',
        interval: plan.interval ?? 'month',
      };
}

/** What was used and what may be: a metric without use counts as 0. */
function usageOf(
  used: readonly z.output<typeof usageRowSchema>[],
  plan: PlanRow | undefined,
): SubscriptionDetail['usage'] {
  const limits = readLimits(plan?.limits ?? null);
  const metrics = [
    ...new Set([...used.map(({ metric }) => metric ?? ''), ...limits.keys()]),
  ].sort((a, b) => a.localeCompare(b));
  return metrics.map(metric => ({
    metric,
    used: used.find(it => it.metric === metric)?.used ?? 0,
    limit: limits.get(metric),
  }));
}
