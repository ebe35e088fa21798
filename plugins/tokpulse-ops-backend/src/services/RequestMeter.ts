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
  RateLimit,
  JsonValue,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type {
  ServiceHost,
  ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { retryAfterMs, statedRateLimit } from './rateLimit';

/** Readings that no run has asked for, or everything else. */
export type RequestPurpose = 'observation' | 'run';

/** Requests that were sent to a service's own hosts. */
export interface RequestCounts {
  readonly observations: number;
  readonly others: number;
}

/** After a 429 that does not say how long. */
const SILENT_WAIT_MS = 60_000;

const hostLimitSchema = z.object({
  /** Milliseconds since 1970: when the host said this. */
  at: z.number(),
  limit: z.number().optional(),
  remaining: z.number().optional(),
  /** Milliseconds since 1970. */
  resetAt: z.number().optional(),
  /** It answered 429; it is left alone until then. Milliseconds since 1970. */
  pausedUntil: z.number().optional(),
});

/** What a host last said about how much it may be asked. */
export type HostLimit = z.infer<typeof hostLimitSchema>;

/** By the name of the host. */
export type HostLimits = Readonly<Record<string, HostLimit>>;

/** Reads limits that another replica has written down. */
export function readHostLimits(value: JsonValue): HostLimits {
  const parsed = z.record(z.string(), hostLimitSchema).safeParse(value);
  return parsed.success ? parsed.data : {};
}

/** The newer word of each host counts. */
export function newestLimits(a: HostLimits, b: HostLimits): HostLimits {
  const merged: Record<string, HostLimit> = { ...a };
  for (const [host, limit] of Object.entries(b)) {
    if (!Object.hasOwn(merged, host) || merged[host].at <= limit.at) {
      merged[host] = limit;
    }
  }
  return merged;
}

/**
 * Counts what this process sends to a service's own hosts, whoever asks for
 * it, and keeps what the hosts say about their rate limits. Vendors, control
 * planes and hosts with a budget of their own do not count.
 */
export class RequestMeter {
  readonly #hosts: readonly ServiceHost[];
  readonly #now: () => number;
  readonly #limits = new Map<string, HostLimit>();
  #counts: RequestCounts = { observations: 0, others: 0 };
  #answeredRuns = false;

  constructor(options: {
    readonly hosts: readonly ServiceHost[];
    readonly now?: () => number;
  }) {
    this.#hosts = options.hosts.filter(({ external }) => !external);
    this.#now = options.now ?? Date.now;
  }

  sent(url: string, purpose: RequestPurpose): void {
    const host = this.#hostOf(url);
    if (host === undefined || host.requestBudget !== undefined) {
      return;
    }
    const { observations, others } = this.#counts;
    this.#counts =
      purpose === 'observation'
        ? { observations: observations + 1, others }
        : { observations, others: others + 1 };
  }

  answered(
    url: string,
    purpose: RequestPurpose,
    { status, headers }: Pick<ServiceResponse, 'status' | 'headers'>,
  ): void {
    const host = this.#hostOf(url);
    if (host === undefined) {
      return;
    }
    const now = this.#now();
    this.#limits.set(host.name, {
      at: now,
      ...inNumbers(statedRateLimit(headers, now)),
      ...(status === 429 && {
        pausedUntil: now + (retryAfterMs(headers, now) ?? SILENT_WAIT_MS),
      }),
    });
    this.#answeredRuns ||= purpose === 'run' && status !== 429;
  }

  /** What was counted since the last time; whoever takes it keeps it. */
  take(): RequestCounts {
    const counts = this.#counts;
    this.#counts = { observations: 0, others: 0 };
    return counts;
  }

  /** Gives back what could not be kept. */
  putBack({ observations, others }: RequestCounts): void {
    this.#counts = {
      observations: this.#counts.observations + observations,
      others: this.#counts.others + others,
    };
  }

  /** Whether a run got an answer that was no 429, since the last time. */
  takeAnsweredRuns(): boolean {
    const answered = this.#answeredRuns;
    this.#answeredRuns = false;
    return answered;
  }

  limits(): HostLimits {
    return Object.fromEntries(this.#limits);
  }

  #hostOf(url: string): ServiceHost | undefined {
    return this.#hosts.find(
      host =>
        url === host.url ||
        (/^[/?]/.test(url.slice(host.url.length)) && url.startsWith(host.url)),
    );
  }
}

function inNumbers(
  stated: RateLimit | undefined,
): Pick<HostLimit, 'limit' | 'remaining' | 'resetAt'> {
  if (stated === undefined) {
    return {};
  }
  const { limit, remaining, resetAt } = stated;
  return {
    ...{ limit, remaining },
    ...(resetAt !== undefined && { resetAt: Date.parse(resetAt) }),
  };
}
