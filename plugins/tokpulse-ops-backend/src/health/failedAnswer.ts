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

import type { HostAnswer } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ActionError } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { TransportError } from '../services/network';

/** How a host "answered" that gave no whole answer. */
export function failedAnswer(error: unknown): HostAnswer {
  if (error instanceof TransportError) {
    return error.failure;
  }
  if (!(error instanceof ActionError)) {
    return 'blocked';
  }
  switch (error.code) {
    case 'timeout':
      return 'timeout';
    case 'unreachable':
      return 'refused';
    case 'connection-lost':
      return 'connection-lost';
    case 'rate-limited':
      return 'rate-limited';
    case 'too-large':
    case 'invalid-response':
      return 'unexpected-content';
    default:
      return 'blocked';
  }
}
