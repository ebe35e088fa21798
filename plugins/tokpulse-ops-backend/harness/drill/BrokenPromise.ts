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
  EvidenceVerification,
  RunDetail,
  RunEvent,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ApprovalOfRun } from '../../src/approvals/types';

/** A promise that was not kept. */
export interface BrokenPromise {
  readonly kind:
    | 'stuck'
    | 'surprise'
    | 'too-slow'
    | 'wrong-state'
    | 'wrong-step'
    | 'wrong-lead'
    | 'effect-twice'
    | 'effect-missing'
    | 'effect-unasked'
    | 'wrong-input'
    | 'undone-twice'
    | 'not-undone'
    | 'undone-unasked'
    | 'not-agreed'
    | 'not-recorded'
    | 'question-left'
    | 'lock-left'
    | 'event-lost-or-doubled'
    | 'evidence-invalid';
  /** The combination, in words. */
  readonly drill: string;
  readonly runId: string;
  readonly detail: string;
}

/** A run as everybody sees it afterwards. */
export interface Seen {
  readonly run: RunDetail;
  readonly events: readonly RunEvent[];
  readonly evidence: EvidenceVerification;
  readonly approvals: readonly ApprovalOfRun[];
  /** The jobs that wake it, of a run that is not over. */
  readonly jobs: readonly string[];
}

/** Says that something is not as it was promised. */
export type Add = (kind: BrokenPromise['kind'], detail: string) => void;
