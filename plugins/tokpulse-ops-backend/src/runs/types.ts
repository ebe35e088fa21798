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

import type { JsonValue } from '@backstage/types';
import type { BlastRadius } from '../catalog/Dependents';
import type {
  ActionDescriptor,
  AnswerStep,
  DecideStep,
  EventPage,
  LogPage,
  Plan,
  RunDetail,
  RunEvent,
  RunList,
  RunState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Locks } from '../locks/PostgresLocks';
import type {
  ApprovalService,
  LeadService,
  ReviewService,
} from '../approvals/types';
import type {
  RunbookAction,
  ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';

/** The actions that steps may name. */
export interface ActionRegistry {
  get(id: string): RunbookAction | undefined;
  list(): readonly RunbookAction[];
  descriptors(): readonly ActionDescriptor[];
}

/** The configured services. */
export interface ServiceRegistry {
  get(id: string): ServiceAccess | undefined;
  list(): readonly ServiceAccess[];
  /** Every configured secret, for the redactor. */
  secrets(): readonly string[];
}

/**
 * Plans to take back what a run did, in reverse order, and stores the plan.
 * Errors: `ConflictError` when nothing can be taken back.
 */
export type PlanUndo = (options: {
  readonly runId: string;
  /** Ids of steps; default: all that can be taken back. */
  readonly steps?: readonly string[];
  readonly requestedBy: string;
  readonly mayControl: boolean;
  readonly blastRadius?: Promise<BlastRadius>;
  readonly signal: AbortSignal;
  /** Nobody has seen the plan yet: its first change asks, whatever the runbook says. */
  readonly askFirst?: true;
}) => Promise<Plan>;

/** Plans that were made and not yet run, and those that were. */
export interface PlanStore {
  save(plan: Plan): Promise<void>;
  get(id: string): Promise<Plan | undefined>;
}

/** Filter of a list of runs; `visible` comes from the permission rules as SQL. */
export interface RunListFilter {
  readonly service?: string;
  readonly runbook?: string;
  readonly state?: readonly RunState[];
  /** Entity ref of who started or leads it. */
  readonly person?: string;
  /** ISO 8601: made at this time or later. */
  readonly from?: string;
  /** ISO 8601: made before this time. */
  readonly to?: string;
  readonly cursor?: string;
  readonly limit: number;
  readonly visible?: RunVisibility;
}

/** A permission filter that the store can put into SQL. */
export type RunVisibility =
  | { readonly services: readonly string[] }
  | { readonly requestedBy: string }
  | { readonly lead: string }
  /** Runs that the person started or leads. */
  | { readonly partOf: string }
  | { readonly anyOf: readonly RunVisibility[] }
  | { readonly allOf: readonly RunVisibility[] }
  | { readonly not: RunVisibility };

/** Reads runs. */
export interface RunReader {
  /** Undefined when there is no such run. */
  get(id: string): Promise<RunDetail | undefined>;
  list(filter: RunListFilter): Promise<RunList>;
  plan(runId: string): Promise<Plan | undefined>;
  events(options: {
    readonly runId: string;
    readonly after: number;
    readonly limit: number;
  }): Promise<EventPage>;
  log(options: {
    readonly runId: string;
    readonly from: number;
    readonly limit: number;
  }): Promise<LogPage>;
  /**
   * Events after `after` as they are committed, from any replica; ends when
   * the run is over and everything was delivered, or when `signal` aborts.
   */
  follow(options: {
    readonly runId: string;
    readonly after: number;
    readonly signal: AbortSignal;
  }): AsyncIterable<RunEvent>;
}

/**
 * Starts and steers runs. `actor` is the entity ref of the person. Errors:
 * `NotFoundError`, `ConflictError` (state moved on, other plan hash, plan
 * already run or expired), `InputError`, from `@backstage/errors`.
 */
export interface RunService {
  start(options: {
    readonly plan: Plan;
    readonly planHash: string;
    readonly requestedBy: string;
    readonly reason?: string;
  }): Promise<RunDetail>;
  confirm(options: {
    readonly runId: string;
    readonly stepId: string;
    readonly planHash: string;
    readonly typed?: string;
    readonly actor: string;
  }): Promise<RunDetail>;
  answer(options: {
    readonly runId: string;
    readonly stepId: string;
    readonly answer: AnswerStep;
    readonly actor: string;
  }): Promise<RunDetail>;
  decide(options: {
    readonly runId: string;
    readonly stepId: string;
    readonly decision: DecideStep;
    /** With `edit` and `undo`: the plan that the decision names. */
    readonly plan?: Plan;
    readonly actor: string;
  }): Promise<RunDetail>;
  cancel(options: {
    readonly runId: string;
    readonly reason?: string;
    readonly actor: string;
  }): Promise<RunDetail>;
}

/** Removes secrets from everything before it is stored. */
export interface Redactor {
  text(text: string): string;
  json(value: JsonValue): JsonValue;
  /** A stream of one source: holds back only the longest suffix that may begin a secret. */
  stream(): { write(chunk: string): string; end(): string };
}

/** The engine of one replica. */
export interface RunEngine extends RunReader, RunService {
  readonly locks: Locks;
  readonly approvals: ApprovalService;
  readonly reviews: ReviewService;
  readonly leads: LeadService;
  /** Starts workers, listener, sweeper; resolves when ready to drive runs. */
  open(): Promise<void>;
  /** Stops claiming, lets steps in flight settle for up to `graceMs`, releases. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}
