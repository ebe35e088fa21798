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
}

const DEFAULT_SECONDS = 5;

/** Reads `tokpulseOps.evidence`. Throws an error that names the wrong key. */
export function readEvidenceConfig(config: Config): EvidenceConfig {
  const key = 'tokpulseOps.evidence.intervalSeconds';
  const seconds = config.getOptionalNumber(key) ?? DEFAULT_SECONDS;
  if (!(seconds >= 1 && seconds <= 3600)) {
    throw new Error(
      `Invalid configuration: ${key} must be a number of seconds from 1 to 3600`,
    );
  }
  const file = config.getOptionalString('tokpulseOps.evidence.anchorFile');
  return {
    intervalMs: seconds * 1000,
    ...(file !== undefined && { anchorFile: file }),
  };
}
