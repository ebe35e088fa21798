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

import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  DriftState,
  SubscriptionDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { subscriptionRowSchema, type SubscriptionRow } from '../rows';
import type { SubscriptionDatabase } from '../SubscriptionDatabase';
import { compareWithStripe, differencesInWords } from './compareWithStripe';
import { StripeSubscriptions, type StripeSide } from './StripeSubscriptions';

const SWEEP_EVERY_MS = 10 * 60_000;
const AGAIN_AFTER_FAILURE_MS = 60_000;
/** Of each kind that looks wrong. */
const SUSPICIOUS = 40;
const IN_A_SWEEP = 150;
const FEWEST_OTHERS = 30;
const REMEMBERED = 5_000;
/** Below what Stripe allows in test mode, which is 25. */
const PER_SECOND = 20;

interface Remembered {
  /** Undefined when Stripe knows none. */
  readonly theirs: StripeSide | undefined;
  readonly differs: boolean;
}

/**
 * Compares subscriptions with Stripe: in the background, when somebody looks at
 * them, those first that look wrong or were different before, then the others
 * by turns. What Stripe says is remembered, and compared again with the row
 * that is shown. Nothing waits for it.
 */
export class DriftChecks {
  readonly #stripe: StripeSubscriptions | undefined;
  readonly #database: SubscriptionDatabase;
  readonly #stopping: AbortSignal;
  readonly #logger: LoggerService;
  readonly #perSecond: number;
  readonly #remembered = new Map<string, Remembered>();
  #sweeping: Promise<void> | undefined;
  #comparedAt: Date | undefined;
  #failure: ActionError | undefined;
  #notBefore = 0;
  #cursor: string | undefined;

  constructor(options: {
    readonly service: ServiceAccess;
    readonly database: SubscriptionDatabase;
    readonly stopping: AbortSignal;
    readonly logger: LoggerService;
    /** Requests to Stripe; default 20. */
    readonly perSecond?: number;
  }) {
    this.#stripe = StripeSubscriptions.of(options.service);
    this.#database = options.database;
    this.#stopping = options.stopping;
    this.#logger = options.logger;
    this.#perSecond = options.perSecond ?? PER_SECOND;
  }

  /** What is known of all of them. Begins to compare when it is time to. */
  state(): DriftState {
    this.#sweepIfDue();
    const compared = this.#remembered.size;
    const different = this.differing().length;
    const at = this.#comparedAt?.toISOString();
    const common = { compared, different, ...(at !== undefined && { at }) };
    if (this.#stripe === undefined) {
      return {
        ...common,
        checked: false,
        message: 'stripe.secretKey of the service is not set',
      };
    }
    if (this.#failure !== undefined) {
      return {
        ...common,
        checked: compared > 0,
        message:
          compared > 0
            ? `Not checked now: ${
                this.#failure.message
              }. Shown is what was found before`
            : this.#failure.message,
      };
    }
    return {
      ...common,
      checked: compared > 0,
      message:
        compared > 0
          ? `${compared} were compared with Stripe, those that look wrong first; the others follow by turns`
          : 'the comparison has begun',
    };
  }

  /** How one row differs from what Stripe said, in words. */
  of(row: SubscriptionRow): string | undefined {
    const remembered = this.#remembered.get(row.id);
    const differences = remembered
      ? compareWithStripe(row, remembered.theirs)
      : [];
    return differences.length > 0 ? differencesInWords(differences) : undefined;
  }

  /** Ids of those that were different when they were compared. */
  differing(): readonly string[] {
    return [...this.#remembered].flatMap(([id, { differs }]) =>
      differs ? [id] : [],
    );
  }

  /** Compares one row now. Never throws: that Stripe is down is an answer. */
  async compare(row: SubscriptionRow): Promise<SubscriptionDetail['stripe']> {
    const notChecked = (message: string) => ({
      checked: false,
      message,
      differences: [],
    });
    if (this.#stripe === undefined) {
      return notChecked('stripe.secretKey of the service is not set');
    }
    if (!hasStripeId(row)) {
      return notChecked('it has no id at Stripe');
    }
    try {
      const theirs = await this.#ask(this.#stripe, row);
      const differences = compareWithStripe(row, theirs);
      return {
        checked: true,
        message:
          differences.length > 0
            ? `Differs: ${differencesInWords(differences)}`
            : 'Ids, state and period were compared just now',
        status: theirs?.status,
        periodEnd: theirs?.periodEnd,
        differences: [...differences],
      };
    } catch (error) {
      if (error instanceof ActionError) {
        return notChecked(error.message);
      }
      throw error;
    }
  }

  /** Resolves when no comparison is under way. */
  async settled(): Promise<void> {
    await this.#sweeping;
  }

  #sweepIfDue(): void {
    const stripe = this.#stripe;
    const isDue = performance.now() >= this.#notBefore;
    if (
      stripe === undefined ||
      this.#sweeping !== undefined ||
      !isDue ||
      this.#stopping.aborted
    ) {
      return;
    }
    this.#sweeping = this.#sweep(stripe)
      .then(
        () => {
          this.#failure = undefined;
          this.#notBefore = performance.now() + SWEEP_EVERY_MS;
        },
        error => {
          this.#failure = asActionError(error, this.#logger);
          this.#notBefore = performance.now() + AGAIN_AFTER_FAILURE_MS;
        },
      )
      .finally(() => {
        this.#sweeping = undefined;
      });
  }

  async #sweep(stripe: StripeSubscriptions): Promise<void> {
    for (const row of await this.#worthIt()) {
      if (this.#stopping.aborted) {
        return;
      }
      const startedAt = performance.now();
      await this.#ask(stripe, row);
      this.#comparedAt = new Date();
      const rest = 1_000 / this.#perSecond - (performance.now() - startedAt);
      if (rest > 0) {
        await sleep(rest, undefined, { ref: false });
      }
    }
  }

  async #ask(
    stripe: StripeSubscriptions,
    row: SubscriptionRow,
  ): Promise<StripeSide | undefined> {
    const theirs = await stripe.find({
      subscription: row.stripe_subscription_id ?? undefined,
      customer: row.stripe_customer_id ?? undefined,
    });
    this.#remembered.delete(row.id);
    this.#remembered.set(row.id, {
      theirs,
      differs: compareWithStripe(row, theirs).length > 0,
    });
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > REMEMBERED && oldest !== undefined) {
      this.#remembered.delete(oldest);
    }
    return theirs;
  }

  /** Those that look wrong or were different, then some of the others. */
  async #worthIt(): Promise<readonly SubscriptionRow[]> {
    const differing = this.differing().slice(0, IN_A_SWEEP);
    return this.#database.session(this.#stopping, async session => {
      const { subscriptions } = session.tables;
      const found = new Map<string, SubscriptionRow>();
      const add = async (
        query: Parameters<typeof session.rows>[0],
      ): Promise<readonly SubscriptionRow[]> => {
        const rows = await session.rows(query, subscriptionRowSchema);
        for (const row of rows.filter(hasStripeId)) {
          found.set(row.id, row);
        }
        return rows;
      };
      if (differing.length > 0) {
        await add(
          subscriptions?.page({ ids: differing, limit: differing.length }),
        );
      }
      for (const anomaly of [
        'past-due',
        'period-over',
        'trial-over',
      ] as const) {
        await add(subscriptions?.page({ anomaly, limit: SUSPICIOUS }));
      }
      const limit = Math.max(IN_A_SWEEP - found.size, FEWEST_OTHERS);
      const others = await add(
        subscriptions?.atStripe({ after: this.#cursor, limit }),
      );
      // At the end it begins again.
      this.#cursor = others.length < limit ? undefined : others.at(-1)?.id;
      return [...found.values()];
    });
  }
}

function hasStripeId(row: SubscriptionRow): boolean {
  return row.stripe_subscription_id !== null || row.stripe_customer_id !== null;
}

function asActionError(error: unknown, logger: LoggerService): ActionError {
  if (error instanceof ActionError) {
    return error;
  }
  logger.error(
    'The comparison with Stripe failed unexpectedly',
    error instanceof Error ? error : new Error(String(error)),
  );
  return new ActionError({
    code: 'internal',
    message: 'the comparison failed; the log of the backend says why',
  });
}
