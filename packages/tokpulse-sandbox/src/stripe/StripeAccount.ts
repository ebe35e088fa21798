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
import { readFile, rm, writeFile } from 'node:fs/promises';
import { Client } from 'pg';

/** The states that a subscription can have at Stripe. */
export const stripeStatuses = [
  'active',
  'past_due',
  'unpaid',
  'canceled',
  'incomplete',
  'incomplete_expired',
  'trialing',
  'paused',
] as const;

export type StripeStatus = (typeof stripeStatuses)[number];

/** A subscription as Stripe keeps it; times in seconds since the epoch. */
export interface StripeSubscription {
  readonly id: string;
  readonly customer: string;
  readonly status: StripeStatus;
  readonly created: number;
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: number | null;
  readonly price: { readonly id: string; readonly amount: number };
}

interface Row {
  readonly id: string;
  readonly customer: string;
  readonly subscription: string | null;
  readonly status: string;
  readonly created: number;
  readonly period_start: number;
  readonly period_end: number;
  readonly ending: boolean;
  readonly cancelled_at: number | null;
  readonly plan: string;
  readonly price: number;
}

const ROWS = `
  SELECT s.id, s."stripeCustomerId" AS customer, s."stripeSubscriptionId" AS subscription, s.status,
    extract(epoch FROM s."createdAt")::int AS created,
    extract(epoch FROM s."currentPeriodStart")::int AS period_start,
    extract(epoch FROM s."currentPeriodEnd")::int AS period_end,
    s."cancelAtPeriodEnd" AS ending, extract(epoch FROM s."cancelledAt")::int AS cancelled_at,
    p.key AS plan, p.price
  FROM subscriptions s JOIN plans p ON p.id = s."planId"
  WHERE s."stripeCustomerId" IS NOT NULL
  ORDER BY s.id`;

const MONTH = 30 * 86_400;

/**
 * What Stripe knows. It is made from the first state of TokPulse's database and
 * kept in a file: from then on each goes its own way, as in reality. Most agree;
 * where webhooks were lost, Stripe has renewed a period, or knows of a payment
 * that failed or came in after all.
 */
export class StripeAccount {
  readonly #databaseUrl: string;
  readonly #file: string;
  #subscriptions: Promise<ReadonlyMap<string, StripeSubscription>> | undefined;

  /** @param options - `file` keeps the state over restarts */
  constructor(options: {
    readonly databaseUrl: string;
    readonly file: string;
  }) {
    this.#databaseUrl = options.databaseUrl;
    this.#file = options.file;
  }

  /** All subscriptions by id, the newest first. */
  subscriptions(): Promise<ReadonlyMap<string, StripeSubscription>> {
    this.#subscriptions ??= this.#open();
    // What failed is tried again by the next request.
    this.#subscriptions.catch(() => {
      this.#subscriptions = undefined;
    });
    return this.#subscriptions;
  }

  /** Forgets everything; it is made anew from the database. */
  async reset(): Promise<void> {
    await rm(this.#file, { force: true });
    this.#subscriptions = undefined;
  }

  async #open(): Promise<ReadonlyMap<string, StripeSubscription>> {
    const kept = await readFile(this.#file, 'utf8').catch(() => undefined);
    const all: readonly StripeSubscription[] =
      kept === undefined ? await this.#fromDatabase() : JSON.parse(kept);
    if (kept === undefined) {
      await writeFile(this.#file, JSON.stringify(all), { mode: 0o600 });
    }
    return new Map(all.map(subscription => [subscription.id, subscription]));
  }

  async #fromDatabase(): Promise<readonly StripeSubscription[]> {
    const client = new Client({ connectionString: this.#databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const { rows } = await client.query<Row>(ROWS);
      return rows
        .map(atStripe)
        .sort((a, b) => b.created - a.created || (a.id < b.id ? 1 : -1));
    } finally {
      await client.end();
    }
  }
}

/** One row as Stripe has it. Computed from its id, so that every sandbox is the same. */
function atStripe(row: Row): StripeSubscription {
  const chance = createHash('sha256').update(row.id).digest();
  const same: StripeSubscription = {
    id:
      row.subscription ??
      `sub_${createHash('md5')
        .update(`stripe ${row.id}`)
        .digest('hex')
        .slice(0, 14)}`,
    customer: row.customer,
    status: statusAtStripe(row),
    created: row.created,
    periodStart: row.period_start,
    periodEnd: row.period_end,
    cancelAtPeriodEnd: row.ending,
    canceledAt: row.cancelled_at,
    price: {
      id: `price_${row.plan.toLowerCase()}`,
      amount: Math.round(row.price * 100),
    },
  };
  const renewed = {
    status: 'active',
    periodStart: row.period_end,
    periodEnd: row.period_end + MONTH,
  } as const;
  const isOver = row.period_end < Date.now() / 1_000;
  switch (row.status) {
    case 'ACTIVE':
      if (isOver) {
        return chance[0] % 3 === 0
          ? { ...same, ...renewed, status: 'past_due' }
          : { ...same, ...renewed };
      }
      return chance[0] === 0 || chance[0] === 1
        ? { ...same, status: 'past_due' }
        : same;
    case 'PAST_DUE':
      return chance[0] % 6 === 0 ? { ...same, ...renewed } : same;
    default:
      return same;
  }
}

function statusAtStripe({
  status,
  ending,
  period_end: end,
}: Row): StripeStatus {
  switch (status) {
    case 'TRIAL':
      return 'trialing';
    case 'PAST_DUE':
      return 'past_due';
    case 'CANCELLED':
      return ending && end > Date.now() / 1_000 ? 'active' : 'canceled';
    case 'EXPIRED':
      return 'canceled';
    default:
      return 'active';
  }
}
