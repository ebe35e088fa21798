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

import type { SubscriptionNames } from './BillingLayout';
import type { DatabaseShape } from './DatabaseShape';
import { TableText } from './TableText';

/**
 * Seconds that a state may lag behind: TokPulse's billing job runs once an hour,
 * and Stripe settles an invoice about an hour after the end of a period.
 */
export const GRACE_SECONDS = 3_600;

/** The parts that statements about subscriptions are made of. */
export class SubscriptionText {
  readonly names: SubscriptionNames;
  readonly s: TableText;
  readonly p: TableText;
  readonly o: TableText;
  /** Whether owners are organizations, whose names may be shown. */
  readonly byOrganization: boolean;

  constructor(shape: DatabaseShape, names: SubscriptionNames) {
    this.names = names;
    this.s = new TableText(shape, 'subscriptions', 's');
    this.p = new TableText(shape, 'plans', 'p');
    this.o = new TableText(shape, 'organizations', 'o');
    this.byOrganization =
      names.owner === 'organizationId' && this.o.has('name');
  }

  get hasPlans(): boolean {
    return this.p.has(this.names.planKey) && this.p.has('key');
  }

  /** What a row of the list has; see `rows.ts`. */
  columns(): string {
    const { names, s, p } = this;
    return [
      `${s.text('id')} AS id`,
      `${s.text('status')} AS status`,
      this.hasPlans
        ? `coalesce(${p.text('key')}, ${s.text(names.plan)}) AS plan`
        : `${s.text(names.plan)} AS plan`,
      `${this.hasPlans ? p.text('name') : 'NULL::text'} AS plan_name`,
      `${s.text(names.owner)} AS organization_id`,
      `${
        this.byOrganization ? this.o.text('name') : 'NULL::text'
      } AS organization`,
      `${s.time(names.trialEndsAt)} AS trial_ends_at`,
      `${s.time(names.periodStart)} AS period_start`,
      `${s.time(names.periodEnd)} AS period_end`,
      `${s.boolean(names.cancelAtPeriodEnd)} AS cancel_at_period_end`,
      `${s.time(names.cancelledAt)} AS cancelled_at`,
      `${s.time(names.createdAt)} AS created_at`,
      `${s.text(names.stripeCustomerId)} AS stripe_customer_id`,
      `${s.text(names.stripeSubscriptionId)} AS stripe_subscription_id`,
    ].join(', ');
  }

  /** Columns of `plans`, for the price and the limits. */
  planColumns(): string {
    const { p } = this;
    return ['key', 'name', 'currency', 'interval', 'limits']
      .map(name => `${p.text(name)} AS "${name}"`)
      .concat(`${p.number('price')} AS price`)
      .join(', ');
  }

  /** What is joined to `subscriptions s`, or to a page of it under that name. */
  joins(): string {
    const { names, s } = this;
    return [
      this.hasPlans
        ? `LEFT JOIN plans p ON ${this.p.raw(names.planKey)} = ${s.raw(
            names.plan,
          )}`
        : '',
      this.byOrganization
        ? `LEFT JOIN organizations o ON o.id = ${s.raw(names.owner)}`
        : '',
    ].join(' ');
  }

  /** The columns of `subscriptions` themselves, for a page under the name `s`. */
  ownColumns(): string {
    const { names, s } = this;
    const { planKey: _, ...columns } = names;
    return ['id', 'status', ...Object.values(columns)]
      .filter(name => s.has(name))
      .map(name => s.raw(name))
      .join(', ');
  }

  /** That a time of a subscription is over for longer than may be. */
  isOver(name: string): string {
    return `${this.s.raw(name)} < ${this.s.ago(name, GRACE_SECONDS)}`;
  }
}
