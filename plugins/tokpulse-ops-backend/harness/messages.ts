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

import type { FailpointName } from '../src/runs/failpoints';
import type { Broken } from './brokenApply';

/** How a test process is set up. */
export interface EngineProcessOptions {
  readonly url: string;
  readonly provider: string;
  readonly replica: string;
  readonly slots: number;
  /** Whether runs stop at the failpoint that their inputs name. */
  readonly armed: boolean;
  readonly broken?: Broken;
  readonly secrets?: readonly string[];
}

/** What a test process tells its parent. */
export type FromEngine =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'stopped';
      readonly runId: string;
      readonly at: FailpointName;
    }
  | { readonly kind: 'memory'; readonly heapUsed: number }
  | { readonly kind: 'closed' };

/** What a parent tells its test process. */
export type ToEngine =
  /** Drives that stopped go on, and no other stops. */
  | { readonly kind: 'continue' }
  | { readonly kind: 'memory' }
  /** Follows a run as a page would, and forgets what it gets. */
  | { readonly kind: 'follow'; readonly runId: string }
  | { readonly kind: 'close'; readonly graceMs: number };
