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

import { withProblem } from '../problems';
import type { Database } from '../runs/Database';

/** Look-ups of one person in an hour. */
export const LOOK_UPS_PER_HOUR = 60;

const LOCK = {
  name: 'lock_look_ups',
  text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`,
};

const FORGET = {
  name: 'forget_look_ups',
  text: `
    delete from customer_look_ups
    where person = $1 and at < clock_timestamp() - interval '1 hour'
  `,
};

const COUNT = {
  name: 'count_look_ups',
  text: `
    select count(*)::int as made,
      ceil(extract(epoch from min(at) + interval '1 hour' - clock_timestamp()) / 60)::int as minutes
    from customer_look_ups where person = $1
  `,
};

const REMEMBER = {
  name: 'remember_look_up',
  text: `insert into customer_look_ups (person, at) values ($1, clock_timestamp())`,
};

/** Answered with 429, which Backstage has no error class for. */
export class TooManyLookUpsError extends Error {
  override readonly name = 'TooManyLookUpsError';
  readonly status = 429;
}

/**
 * Keeps one person from looking all customers up one after the other, whatever
 * replica they ask and whether there is such a customer or not.
 */
export class LookUpAllowance {
  readonly #database: Database;
  readonly #perHour: number;

  constructor(options: {
    readonly database: Database;
    /** Default {@link LOOK_UPS_PER_HOUR}. */
    readonly perHour?: number;
  }) {
    this.#database = options.database;
    this.#perHour = options.perHour ?? LOOK_UPS_PER_HOUR;
  }

  /**
   * Counts one look-up.
   *
   * @param person - entity ref
   * @throws TooManyLookUpsError when it is one too many; that is not counted
   */
  async use(person: string): Promise<void> {
    const refusedForMinutes = await this.#database.transaction(async tx => {
      await tx.query(LOCK, [person]);
      await tx.query(FORGET, [person]);
      const [{ made, minutes }] = await tx.query<{
        made: number;
        minutes: number | null;
      }>(COUNT, [person]);
      if (made >= this.#perHour) {
        return minutes ?? 60;
      }
      await tx.query(REMEMBER, [person]);
      return undefined;
    });
    if (refusedForMinutes !== undefined) {
      throw withProblem(
        new TooManyLookUpsError(
          `You have looked up ${
            this.#perHour
          } customers, stores or subscriptions in the last hour, which is as many as one person may`,
        ),
        {
          code: 'too-many-look-ups',
          nextStep: `Try again in ${refusedForMinutes} min, or ask a colleague`,
        },
      );
    }
  }
}
