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

import type { HealthStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceHost } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import {
  BUDGET_WINDOW_MS,
  OBSERVATION_SHARE,
} from '../../services/ConfiguredService';
import type { HostLimits, RequestCounts } from '../../services/RequestMeter';

/** Requests that reading `/performance` and its status, or `/metrics`, may take. */
const PERFORMANCE_REQUESTS = 2;
const METRICS_REQUESTS = 1;
/** What observations spend on health while a service has more to read. */
const HEALTH_SHARE = 0.75;
/** Whatever a budget allows: pages that are opened together share a reading. */
const SMALLEST_MS = 500;

/** What the pace of a service depends on. */
export interface PacedService {
  readonly hosts: Readonly<Record<string, ServiceHost>>;
  readonly collect: {
    readonly everyMs: number;
    readonly whileUnhealthyMs: number;
    readonly requestBudget: number;
  };
}

/** How often a service is asked; times in milliseconds. */
export interface Pace {
  /** Between two readings of its health while it is healthy. */
  readonly everyMs: number;
  /** And while it is not. */
  readonly whileUnhealthyMs: number;
  /** Between two readings of metrics and performance; without any: infinite. */
  readonly detailsMs: number;
  /** No two collections follow each other faster, whoever asks. */
  readonly smallestMs: number;
  /** Requests in 15 minutes that observations may use of the shared budget. */
  readonly allowance: number;
  /** Requests in 15 minutes to the hosts that share it, for everything. */
  readonly budget: number;
}

/**
 * What the settings ask for, made slower where a request budget does not carry
 * it: that of the service, which its hosts share, or one of a host's own.
 *
 * Observations may use 60 % of a budget. Where hosts have metrics or
 * performance to read as well, health gets three quarters of that and they get
 * the rest: what a host says of its health is what somebody is woken for, and
 * figures that are three minutes old still tell a trend. With TokPulse's 100
 * requests and one host that has all three endpoints: health every 60 s, or
 * every 20 s while it is not well, and the figures every three minutes.
 */
export function paceOf({ hosts, collect }: PacedService): Pace {
  const asked = Object.values(hosts).filter(({ external }) => !external);
  const pools = [
    {
      budget: collect.requestBudget,
      hosts: asked.filter(host => host.requestBudget === undefined),
    },
    ...asked.flatMap(host =>
      host.requestBudget === undefined
        ? []
        : [{ budget: host.requestBudget, hosts: [host] }],
    ),
  ].map(spacingsOf);

  const leastMs = Math.max(...pools.map(pool => pool.healthMs));
  const everyMs = Math.max(collect.everyMs, leastMs);
  return {
    everyMs,
    whileUnhealthyMs: Math.min(
      everyMs,
      Math.max(collect.whileUnhealthyMs, leastMs),
    ),
    detailsMs: asked.some(host => detailRequests(host) > 0)
      ? Math.max(everyMs, ...pools.map(pool => pool.detailsMs))
      : Infinity,
    smallestMs: Math.max(SMALLEST_MS, ...pools.map(pool => pool.smallestMs)),
    allowance: Math.floor(collect.requestBudget * OBSERVATION_SHARE),
    budget: collect.requestBudget,
  };
}

/** Requests that reading metrics and performance of a host takes, at most. */
export function detailRequests(host: ServiceHost): number {
  return (
    (host.performance === undefined ? 0 : PERFORMANCE_REQUESTS) +
    (host.metrics === undefined ? 0 : METRICS_REQUESTS)
  );
}

/** The shortest spacings that a budget carries for the hosts that share it. */
function spacingsOf({
  budget,
  hosts,
}: {
  readonly budget: number;
  readonly hosts: readonly ServiceHost[];
}) {
  const allowance = Math.floor(budget * OBSERVATION_SHARE);
  const details = hosts.reduce((sum, host) => sum + detailRequests(host), 0);
  const forHealth = details > 0 ? allowance * HEALTH_SHARE : allowance;
  const spacing = (requests: number, allowed: number) =>
    requests === 0 ? 0 : Math.ceil((BUDGET_WINDOW_MS * requests) / allowed);
  return {
    healthMs: spacing(hosts.length, forHealth),
    detailsMs: spacing(details, allowance - forHealth),
    smallestMs: spacing(hosts.length, allowance),
  };
}

/**
 * Requests that observations may send now: what is left of their share, and of
 * the whole where runs have needed more than theirs.
 */
export function roomIn(pace: Pace, used: RequestCounts): number {
  const { observations, others } = used;
  return Math.max(
    0,
    Math.min(
      pace.allowance - observations,
      pace.budget - observations - others,
    ),
  );
}

/**
 * Milliseconds from the beginning of a collection to the next one.
 *
 * It is the faster pace as long as the service is not well, and for one more
 * reading after that, so that a recovery is confirmed soon. A host's own word
 * about its rate limit makes it slower: of what is left there, runs and
 * customers keep 40 %. When every host wants to be left alone (`Retry-After`),
 * it is the end of the shortest pause.
 */
export function nextCollectionMs(options: {
  readonly pace: Pace;
  readonly status: HealthStatus;
  readonly wasSettled: boolean;
  /** Names of the hosts that are asked. */
  readonly hosts: readonly string[];
  readonly limits: HostLimits;
  /** Milliseconds since 1970, by the clock of the limits. */
  readonly now: number;
  /** From 0 to 1: services and replicas drift apart. */
  readonly random: number;
}): number {
  const { pace, status, wasSettled, hosts, limits, now, random } = options;
  const pauses = hosts.map(host => pauseMs(limits, host, now));
  const paused = pauses.length > 0 && pauses.every(pause => pause > 0);
  const wanted =
    (status === 'healthy' && wasSettled) || paused
      ? pace.everyMs
      : pace.whileUnhealthyMs;
  const least = Math.max(
    paused ? Math.min(...pauses) : 0,
    ...hosts.map(host => statedSpacingMs(limits, host, now)),
  );
  // Never sooner than the least, and a tenth later at most.
  return Math.round(Math.max(least, wanted) * (1 + 0.1 * random));
}

/** Milliseconds for which the host wants to be left alone. */
export function pauseMs(limits: HostLimits, host: string, now: number): number {
  const until = limits[host]?.pausedUntil;
  return until === undefined ? 0 : Math.max(0, until - now);
}

/** What the host says is left, spread over the time until there is more. */
function statedSpacingMs(
  limits: HostLimits,
  host: string,
  now: number,
): number {
  const { remaining, resetAt } = limits[host] ?? {};
  if (remaining === undefined || resetAt === undefined || resetAt <= now) {
    return 0;
  }
  const forUs = Math.floor(remaining * OBSERVATION_SHARE);
  return Math.ceil((resetAt - now) / Math.max(1, forUs));
}
