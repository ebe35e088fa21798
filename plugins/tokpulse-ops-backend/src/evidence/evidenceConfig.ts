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

import type { Config } from '@backstage/config';

/** How what happened is anchored outside of the tables of events. */
export interface EvidenceConfig {
  /** Milliseconds between two checkpoints. */
  readonly intervalMs: number;
  /** File that checkpoints are appended to. */
  readonly anchorFile?: string;
  /** Events are kept this long after their run has ended; absent: for ever. */
  readonly keepMs?: number;
}

const DEFAULT_SECONDS = 5;
const DAY_MS = 86_400_000;
/** Less is a mistake, and what is removed does not come back. */
const LEAST_DAYS = 30;

/** Reads `tokpulseOps.evidence`. Throws an error that names the wrong key. */
export function readEvidenceConfig(config: Config): EvidenceConfig {
  const key = 'tokpulseOps.evidence.intervalSeconds';
  const seconds = config.getOptionalNumber(key) ?? DEFAULT_SECONDS;
  if (!(seconds >= 1 && seconds <= 3600)) {
    throw new Error(
      `Invalid configuration: ${key} must be a number of seconds from 1 to 3600`,
    );
  }
  const keepMs = readRetention(config);
  const file = config.getOptionalString('tokpulseOps.evidence.anchorFile');
  return {
    intervalMs: seconds * 1000,
    ...(file !== undefined && { anchorFile: file }),
    ...(keepMs !== undefined && { keepMs }),
  };
}

function readRetention(config: Config): number | undefined {
  const key = 'tokpulseOps.evidence.retention';
  const text = config.getOptionalString(key);
  if (text === undefined) {
    return undefined;
  }
  const [, count, unit] = /^([1-9]\d{0,4})([dy])$/.exec(text) ?? [];
  const days = Number(count) * (unit === 'y' ? 365 : 1);
  if (!(days >= LEAST_DAYS)) {
    throw new Error(
      `Invalid configuration: ${key} must be a time of at least ${LEAST_DAYS}d, such as 400d or 2y; without it everything is kept`,
    );
  }
  return days * DAY_MS;
}
