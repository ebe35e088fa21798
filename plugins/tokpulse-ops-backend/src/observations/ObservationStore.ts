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

import type {
  AvailabilityDay,
  AvailabilityOfWindow,
  HealthChangeView,
  HealthStatus,
  HostHealth,
  JsonValue,
  MetricHistory,
  ObservationWindow,
  Trend,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** Figures of one kind that one collection read from one host. */
export interface Reading {
  readonly host: string;
  /** `response_time`, or the name that the host gives, such as `api_response_time`. */
  readonly name: string;
  readonly unit: string;
  readonly p50?: number;
  readonly p95?: number;
  readonly max?: number;
  readonly count: number;
  /**
   * The single values, where they are known and were in no reading before.
   * Without them the percentiles of several readings together are never too
   * low, but may be too high: all that is known of a value is between which
   * two of `p50`, `p95` and `max` it is.
   */
  readonly samples?: readonly number[];
}

/** The value of a metric whose history is kept. */
export interface KeptMetric {
  readonly host: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One collection of one service: what was read, or why nothing was. */
export interface Observation {
  readonly service: string;
  readonly status: HealthStatus;
  /** In words, worst thing first. */
  readonly summary: string;
  readonly hosts: readonly HostHealth[];
  readonly readings: readonly Reading[];
  readonly metrics: readonly KeptMetric[];
  /**
   * The latest answers of endpoints that are shown as they are and not kept in
   * the past, by host and endpoint (`performance`, `metrics`), already freed of
   * private data and secrets. An endpoint that was not asked this time keeps
   * its former answer in the store, until its host is gone.
   */
  readonly latest: Readonly<
    Record<string, Readonly<Record<string, JsonValue>>>
  >;
  /** The collection itself failed; hosts that did not answer are no failure. */
  readonly failure?: { readonly message: string; readonly nextStep: string };
  /** Until the next collection is due, in milliseconds. */
  readonly nextInMs: number;
}

/** An observation with what the store knows of the time before. */
export interface SavedObservation extends Observation {
  /** By the database's clock. */
  readonly at: Date;
  /** Since when the service has this status. */
  readonly since: Date;
  /** The status before this observation; undefined: the first one. */
  readonly previous?: HealthStatus;
  readonly nextAt: Date;
  /** Since when hosts and checks have their status: `host`, `host/check`. */
  readonly sinceOf: Readonly<
    Record<string, { readonly since: Date; readonly previous?: HealthStatus }>
  >;
}

/** One observation of the past, without what is only of use at its time. */
export interface PastObservation {
  readonly at: Date;
  readonly status: HealthStatus;
  readonly summary: string;
  /** Checks without their `details`. */
  readonly hosts: readonly HostHealth[];
  readonly failure?: Observation['failure'];
}

/** All observations; the one implementation is in PostgreSQL. */
export interface ObservationStore {
  /**
   * Keeps an observation and tells every replica (NOTIFY) that there is one.
   * The time between two observations counts with the status of the earlier
   * one, but never longer than it may stand: what nobody observed is not known.
   * The answer has `latest` as it was given; {@link latest} has all of it.
   */
  save(observation: Observation): Promise<SavedObservation>;
  /**
   * The latest one of each service that has any. Lists that show many services
   * leave the answers of endpoints (`latest`) away, which are large.
   */
  latest(
    services: readonly string[],
    options?: { readonly endpoints?: 'all' | 'none' },
  ): Promise<ReadonlyMap<string, SavedObservation>>;
  /**
   * Single observations, newest first, for as long as they are kept; `before`
   * is the time of the last one of the page before.
   */
  past(options: {
    readonly service: string;
    readonly before?: Date;
    readonly limit: number;
  }): Promise<readonly PastObservation[]>;
  /**
   * What changed its status, newest first: hosts, checks (with `host` and
   * `check`) and the service itself (without both). What is seen for the first
   * time is a change when it is not healthy, without `from`.
   */
  changes(options: {
    readonly service: string;
    readonly limit: number;
  }): Promise<readonly HealthChangeView[]>;
  /** Oldest first, one for each of the last `days` days (UTC), today included. */
  days(options: {
    readonly service: string;
    readonly days: number;
  }): Promise<readonly Omit<AvailabilityDay, 'incidents'>[]>;
  /** 24 h, 7, 30 and 90 days. */
  availability(
    service: string,
  ): Promise<readonly Omit<AvailabilityOfWindow, 'incidents'>[]>;
  /** Names: as in {@link Reading}; none: all. */
  trends(options: {
    readonly service: string;
    readonly names?: readonly string[];
    readonly window: ObservationWindow;
  }): Promise<readonly Trend[]>;
  /** Figures of a stretch of time, for comparisons; undefined: none. */
  summary(options: {
    readonly service: string;
    readonly host: string;
    readonly name: string;
    readonly from: Date;
    readonly to: Date;
  }): Promise<Reading | undefined>;
  metricHistory(options: {
    readonly service: string;
    readonly name: string;
    readonly host?: string;
    readonly window: ObservationWindow;
  }): Promise<MetricHistory>;
}
