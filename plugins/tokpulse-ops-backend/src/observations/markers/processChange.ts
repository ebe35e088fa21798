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

import type { HostHealth } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** The newest process of a host that was seen. */
export interface HostProcess {
  readonly host: string;
  readonly version?: string;
  readonly startedAt?: Date;
  /** Uptime when it was last written down. */
  readonly uptimeMs?: number;
}

/** A process that was not there before. */
export interface ProcessBegan {
  readonly kind: 'deployment' | 'restart';
  readonly host: string;
  readonly at: Date;
  readonly version?: string;
  readonly versionBefore?: string;
}

/** What a reading says of the process behind a host. */
export interface ProcessChange {
  /** To be remembered; undefined: what is known stands. */
  readonly process?: HostProcess;
  readonly began?: ProcessBegan;
}

/** An answer may be that old when it is saved; other hosts may take so long. */
const READING_DELAY_MS = 20_000;
/** Uptime is remembered no more often. */
const REMEMBER_EVERY_MS = 60_000;

/**
 * Whether a reading tells of a new process: another version is a deployment, an
 * uptime that began again a restart. Of a host with several instances only the
 * newest counts, so that answers which alternate between them are no restarts.
 */
export function processChange(
  known: HostProcess | undefined,
  host: Pick<HostHealth, 'host' | 'version' | 'uptimeMs'>,
  at: Date,
): ProcessChange {
  const { version, uptimeMs } = host;
  if (version === undefined && uptimeMs === undefined) {
    return {};
  }
  const startedAt =
    uptimeMs === undefined ? undefined : new Date(at.getTime() - uptimeMs);
  const process: HostProcess = {
    host: host.host,
    version: version ?? known?.version,
    startedAt: startedAt ?? known?.startedAt,
    uptimeMs: uptimeMs ?? known?.uptimeMs,
  };
  if (known === undefined) {
    return { process };
  }
  const isOther =
    version !== undefined &&
    known.version !== undefined &&
    version !== known.version;
  if (
    startedAt === undefined ||
    uptimeMs === undefined ||
    known.startedAt === undefined
  ) {
    return isOther || (known.startedAt === undefined && startedAt !== undefined)
      ? { process, ...(isOther && { began: began('deployment', at) }) }
      : {};
  }

  const later = startedAt.getTime() - known.startedAt.getTime();
  const isNewer =
    later > READING_DELAY_MS ||
    (later > 0 && known.uptimeMs !== undefined && uptimeMs < known.uptimeMs);
  if (isNewer) {
    return {
      process,
      began: began(isOther ? 'deployment' : 'restart', startedAt),
    };
  }
  const isOlder = later < -READING_DELAY_MS;
  const grown = uptimeMs - (known.uptimeMs ?? 0);
  if (isOlder || grown < REMEMBER_EVERY_MS) {
    return {};
  }
  // The earliest estimate is the nearest: every delay makes it later.
  return {
    process: { ...process, startedAt: later < 0 ? startedAt : known.startedAt },
  };

  function began(kind: ProcessBegan['kind'], when: Date): ProcessBegan {
    return {
      kind,
      host: host.host,
      at: when,
      ...(version !== undefined && { version }),
      ...(isOther && { versionBefore: known?.version }),
    };
  }
}
