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
  EvidenceFile,
  EvidenceVerification,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { RUN_ID } from './runs';
import { ago } from './times';

/** A file that shows that something was done by hand. */
export function anEvidenceFile(
  changes: Partial<EvidenceFile> = {},
): EvidenceFile {
  return {
    id: '01990000-0000-7000-8000-0000000000e1',
    runId: RUN_ID,
    stepId: 'restart',
    name: 'railway.png',
    mediaType: 'image/png',
    bytes: 183_412,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    addedBy: 'user:default/guest',
    addedAt: ago({ seconds: 20 }),
    ...changes,
  };
}

/** What checking the events of a run came to; by default they are intact. */
export function aVerification(
  changes: Partial<EvidenceVerification> = {},
): EvidenceVerification {
  return {
    runId: RUN_ID,
    valid: true,
    events: 70,
    checkedAt: ago({}),
    anchored: { seq: 68, at: ago({ seconds: 4 }) },
    windowSeconds: 5,
    ...changes,
  };
}
