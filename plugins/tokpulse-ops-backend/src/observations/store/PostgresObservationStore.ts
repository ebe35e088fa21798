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
import { postgresCode, type Database } from '../../runs/Database';
import type {
  Observation,
  ObservationStore,
  SavedObservation,
} from '../ObservationStore';
import type { ObservationRetention } from '../observationsConfig';
import { readChanges } from './changes';
import { readLatest } from './latest';
import { readMetricHistory } from './metricHistory';
import { ObservationNotices } from './ObservationNotices';
import { ObservationPartitions } from './partitions';
import { readPast } from './past';
import { readNow, readUncounted } from './bounds';
import { saveObservation } from './saveObservation';
import { readDays } from './statusTimes';
import { readAvailability } from './statusWindows';
import { readSummary, readTrends } from './trends';

/** What there is no partition for breaks its check. */
const CHECK_VIOLATION = '23514';

/** Options of {@link PostgresObservationStore}. */
export interface PostgresObservationStoreOptions {
  readonly database: Database;
  readonly partitions: ObservationPartitions;
  readonly retention: ObservationRetention;
  readonly logger: LoggerService;
  /**
   * The time, for tests and benchmarks that do not wait. Default: the
   * database's clock.
   */
  readonly clock?: () => Date;
}

/** Observations in the plugin's database. */
export class PostgresObservationStore implements ObservationStore {
  readonly #database: Database;
  readonly #partitions: ObservationPartitions;
  readonly #retention: ObservationRetention;
  readonly #notices: ObservationNotices;
  readonly #clock: () => Date | undefined;

  constructor(options: PostgresObservationStoreOptions) {
    this.#database = options.database;
    this.#partitions = options.partitions;
    this.#retention = options.retention;
    this.#notices = new ObservationNotices(options);
    this.#clock = options.clock ?? (() => undefined);
  }

  async save(observation: Observation): Promise<SavedObservation> {
    const at = this.#clock();
    const { service } = observation;
    const saved = await this.#withPartitions({ service, at }, () =>
      this.#database.transaction(tx => saveObservation(tx, observation, at)),
    );
    this.#notices.tell(service);
    return saved;
  }

  latest(
    services: readonly string[],
    options: { readonly endpoints?: 'all' | 'none' } = {},
  ): Promise<ReadonlyMap<string, SavedObservation>> {
    return readLatest(this.#database, services, {
      endpoints: options.endpoints ?? 'all',
    });
  }

  past(
    options: Parameters<ObservationStore['past']>[0],
  ): ReturnType<ObservationStore['past']> {
    return readPast(this.#database, options);
  }

  changes(
    options: Parameters<ObservationStore['changes']>[0],
  ): ReturnType<ObservationStore['changes']> {
    return readChanges(this.#database, options);
  }

  days(
    options: Parameters<ObservationStore['days']>[0],
  ): ReturnType<ObservationStore['days']> {
    return readDays(this.#database, options, this.#clock());
  }

  availability(service: string): ReturnType<ObservationStore['availability']> {
    return readAvailability(this.#database, service, this.#clock());
  }

  trends(
    options: Parameters<ObservationStore['trends']>[0],
  ): ReturnType<ObservationStore['trends']> {
    return readTrends(this.#database, options, this.#clock());
  }

  summary(
    options: Parameters<ObservationStore['summary']>[0],
  ): ReturnType<ObservationStore['summary']> {
    return readSummary(this.#database, options, {
      minutesMs: this.#retention.minutesMs,
      at: this.#clock(),
    });
  }

  metricHistory(
    options: Parameters<ObservationStore['metricHistory']>[0],
  ): ReturnType<ObservationStore['metricHistory']> {
    return readMetricHistory(this.#database, options, this.#clock());
  }

  /** Sends the notifications that are left. */
  async close(): Promise<void> {
    await this.#notices.close();
  }

  /**
   * Partitions are made ahead; should nobody have done so, it is noticed when
   * there is none, once a day at most.
   */
  async #withPartitions<T>(
    { service, at }: { readonly service: string; readonly at?: Date },
    save: () => Promise<T>,
  ): Promise<T> {
    try {
      return await save();
    } catch (error) {
      if (postgresCode(error) !== CHECK_VIOLATION) {
        throw error;
      }
      this.#partitions.forget();
      await this.#partitions.ensure([
        await readNow(this.#database, at),
        // What the last observation stood for may be days ago.
        ...(await readUncounted(this.#database, service)),
      ]);
      return save();
    }
  }
}
