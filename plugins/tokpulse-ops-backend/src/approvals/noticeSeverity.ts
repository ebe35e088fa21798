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

import type { Severity } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Notice } from './store/notices';

/** How loud a message about a run is. */
export function noticeSeverity(
  severity: Severity | undefined,
): Notice['severity'] {
  switch (severity) {
    case 'P0':
      return 'critical';
    case 'P1':
      return 'high';
    case 'P2':
    case 'P3':
    case undefined:
      return 'normal';
    default: {
      const never: never = severity;
      throw new Error(`Unexpected severity '${never}'`);
    }
  }
}
