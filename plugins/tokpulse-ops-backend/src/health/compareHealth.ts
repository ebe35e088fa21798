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
  HealthStatus,
  HostHealth,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** What a comparison needs of a reading. */
export interface ComparableHealth {
  /** When it was read, ISO 8601. */
  readonly at: string;
  readonly hosts: readonly HostHealth[];
}

/** One check, or a host as a whole, that changed. */
export interface HealthChange {
  readonly host: string;
  /** Absent when the host as a whole changed. */
  readonly check?: string;
  readonly was: HealthStatus;
  readonly is: HealthStatus;
  readonly message?: string;
}

/** What is different from an earlier reading. */
export interface HealthComparison {
  /**
   * Every host that tells its uptime, now or before, was started after the
   * earlier reading. False when none tells it.
   */
  readonly restarted: boolean;
  /** Worse than before. */
  readonly regressions: readonly HealthChange[];
  /** Better than before. */
  readonly recovered: readonly HealthChange[];
}

/**
 * Compares a reading with an earlier one of the same hosts.
 *
 * Only what was known before can have become worse. A host that did not answer
 * before had no checks, so a check that fails now is no regression of it: it is
 * in the reading, for a person to see, and does not stand in the way of saying
 * that the restart has worked.
 */
export function compareHealth(
  before: ComparableHealth,
  now: ComparableHealth,
): HealthComparison {
  const pairs = now.hosts.flatMap(host => {
    const earlier = before.hosts.find(({ host: name }) => name === host.host);
    return earlier ? [{ earlier, host }] : [];
  });
  const changes = pairs.flatMap(({ earlier, host }) =>
    changesOf(earlier, host),
  );
  return {
    restarted: hasRestarted(pairs, before.at, now.at),
    regressions: changes.filter(({ worse }) => worse).map(it => it.change),
    recovered: changes.filter(({ worse }) => !worse).map(it => it.change),
  };
}

interface Pair {
  readonly earlier: HostHealth;
  readonly host: HostHealth;
}

function hasRestarted(
  pairs: readonly Pair[],
  beforeAt: string,
  nowAt: string,
): boolean {
  const elapsedMs = Date.parse(nowAt) - Date.parse(beforeAt);
  const telling = pairs.filter(
    ({ earlier, host }) =>
      earlier.uptimeMs !== undefined || host.uptimeMs !== undefined,
  );
  return (
    telling.length > 0 && telling.every(pair => isOtherProcess(pair, elapsedMs))
  );
}

/** An uptime was true at some moment of its exchange, hence the latencies. */
function isOtherProcess({ earlier, host }: Pair, elapsedMs: number): boolean {
  if (host.uptimeMs === undefined) {
    return false;
  }
  if (earlier.uptimeMs === undefined) {
    return host.uptimeMs <= elapsedMs + host.latencyMs;
  }
  const sameProcessHas = earlier.uptimeMs + elapsedMs;
  return (
    host.uptimeMs < sameProcessHas - earlier.latencyMs - host.latencyMs - 100
  );
}

interface Change {
  readonly worse: boolean;
  readonly change: HealthChange;
}

function changesOf(earlier: HostHealth, host: HostHealth): readonly Change[] {
  if (earlier.checks.length === 0 || host.checks.length === 0) {
    return change({
      host: host.host,
      before: { status: earlier.status, severity: hostSeverity(earlier) },
      now: {
        status: host.status,
        severity: hostSeverity(host),
        message: host.message,
      },
    });
  }
  return host.checks
    .filter(({ ignored }) => !ignored)
    .flatMap(({ name, status, message }) => {
      const was = earlier.checks.find(check => check.name === name)?.status;
      return was === undefined
        ? []
        : change({
            host: host.host,
            check: name,
            before: { status: was, severity: severity(was) },
            now: { status, severity: severity(status), message },
          });
    });
}

function change(options: {
  readonly host: string;
  readonly check?: string;
  readonly before: { status: HealthStatus; severity: number | undefined };
  readonly now: {
    status: HealthStatus;
    severity: number | undefined;
    message?: string;
  };
}): readonly Change[] {
  const { host, check, before, now } = options;
  if (
    before.severity === undefined ||
    now.severity === undefined ||
    before.severity === now.severity
  ) {
    return [];
  }
  return [
    {
      worse: now.severity > before.severity,
      change: {
        host,
        ...(check !== undefined && { check }),
        was: before.status,
        is: now.status,
        ...(now.message !== undefined && { message: now.message }),
      },
    },
  ];
}

/** A host that gives no answer of its own is worse off than one that answers "unhealthy". */
function hostSeverity({ status, answer }: HostHealth): number | undefined {
  const answers = answer === 'answered' || answer === 'answered-without-checks';
  return status === 'unhealthy' && !answers ? 3 : severity(status);
}

/** Undefined when nothing is known, and so nothing can be compared. */
function severity(status: HealthStatus): number | undefined {
  switch (status) {
    case 'healthy':
      return 0;
    case 'degraded':
      return 1;
    case 'unhealthy':
      return 2;
    case 'unknown':
      return undefined;
    default:
      return status satisfies never;
  }
}
