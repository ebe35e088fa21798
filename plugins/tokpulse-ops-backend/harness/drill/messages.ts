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

import type { FailpointName } from '../../src/runs/failpoints';

/** How a replica of the drill is set up. */
export interface ReplicaOptions {
  readonly databaseUrl: string;
  readonly ledgerUrl: string;
  /** Number of configured services. */
  readonly services: number;
  readonly replica: string;
  readonly slots: number;
}

/** What a replica tells the drill. */
export type FromReplica =
  /** It has loaded everything and drives nothing yet. */
  | { readonly kind: 'loaded' }
  /** It drives runs. */
  | { readonly kind: 'open' }
  /** A drive is at a failpoint and waits to be let go on, perhaps for ever. */
  | {
      readonly kind: 'at';
      readonly number: number;
      readonly name: FailpointName;
      readonly runId: string;
      readonly stepId?: string;
    };

/** What the drill tells a replica. */
export type ToReplica =
  | { readonly kind: 'open' }
  | { readonly kind: 'go-on'; readonly number: number }
  | { readonly kind: 'close' };
