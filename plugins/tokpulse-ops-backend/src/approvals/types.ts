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
  DecideApproval,
  Review,
  RunState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunResource } from '../access/resources';
import type { RunVisibility } from '../runs/types';
import type { ApprovalRecord } from './store/ApprovalRecord';

/** What is known of the run of an approval in a list. */
export interface ApprovalOfRun extends ApprovalRecord {
  readonly run: RunResource & {
    readonly state: RunState;
    readonly runbook: {
      readonly id: string;
      readonly title: string;
      readonly severity?: 'P0' | 'P1' | 'P2' | 'P3';
    };
    readonly reason?: string;
  };
}

/** Filter of a list of approvals. */
export interface ApprovalListFilter {
  readonly state?: readonly ApprovalRecord['state'][];
  readonly service?: string;
  readonly run?: string;
  /** Only what this person may answer now. */
  readonly answerableBy?: {
    readonly person: string;
    /** The person and their groups. */
    readonly refs: readonly string[];
    /** Runs whose approvals the person has the permission for; absent: all. */
    readonly runs?: RunVisibility;
  };
  readonly visible?: RunVisibility;
  readonly cursor?: string;
  readonly limit: number;
}

/** One page, newest first. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

/** Questions to a second person. Errors are those of `@backstage/errors`. */
export interface ApprovalService {
  /** Undefined when there is none. */
  get(approvalId: string): Promise<ApprovalOfRun | undefined>;
  list(filter: ApprovalListFilter): Promise<Page<ApprovalOfRun>>;
  /** `actor` is a person of whom the permission was checked. */
  decide(
    options: DecideApproval & {
      readonly approvalId: string;
      readonly actor: string;
    },
  ): Promise<void>;
  withdraw(options: {
    readonly approvalId: string;
    readonly comment?: string;
    readonly actor: string;
  }): Promise<void>;
}

/** A review as it is stored. */
export type ReviewRecord = Omit<Review, 'mine' | 'notMineBecause'> & {
  /** Entity refs of who had a part in it and may not close it, in a team. */
  readonly involved: readonly string[];
  /** `closableAt` has come, by the database's clock. */
  readonly due: boolean;
  readonly run: RunResource;
};

/** Filter of a list of reviews. */
export interface ReviewListFilter {
  readonly state?: Review['state'];
  readonly service?: string;
  readonly run?: string;
  readonly visible?: RunVisibility;
  readonly cursor?: string;
  readonly limit: number;
}

/** Broken glass, and what has to be said about it afterwards. */
export interface ReviewService {
  /** Lets a run go on without the approvals or confirmations it needs. */
  breakGlass(options: {
    readonly runId: string;
    readonly reason: string;
    readonly actor: string;
  }): Promise<void>;
  /** Undefined when there is none. */
  get(reviewId: string): Promise<ReviewRecord | undefined>;
  list(filter: ReviewListFilter): Promise<Page<ReviewRecord>>;
  close(options: {
    readonly reviewId: string;
    readonly note: string;
    readonly actor: string;
  }): Promise<void>;
}

/** Who leads a run. */
export interface LeadService {
  /** Makes `to` the lead, in the name of `actor`. */
  change(options: {
    readonly runId: string;
    readonly to: string;
    readonly reason?: string;
    readonly actor: string;
  }): Promise<void>;
}
