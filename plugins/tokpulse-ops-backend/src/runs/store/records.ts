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
  AnswerStep,
  Attempt,
  Plan,
  ProbeFinding,
  RunEventBody,
  RunState,
  RunStep,
  SafeError,
  StepState,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { EventHead } from '../../evidence/EventHead';
import type { Json } from '../steps/json';

/** The part of a step that changes while the run goes on. */
export interface StepProgress {
  readonly state: StepState;
  /** The run went on from a failure of this step. */
  readonly handled: boolean;
  /** Number of the last attempt; 0 before the first. */
  readonly attempt: number;
  /** Attempts since the step began or a person decided; bounds `retry`. */
  readonly tries: number;
  /** Attempts in succession that ended because their driver died. */
  readonly interruptions: number;
  readonly confirmed: boolean;
  /** The action returned; what is left is the verification. */
  readonly executed: boolean;
  readonly input: Json | null;
  readonly output: Json | null;
  readonly error: SafeError | null;
  readonly probe: ProbeFinding | null;
  readonly verification: NonNullable<RunStep['verification']> | null;
  /** Why the step is parked in the middle of an attempt. */
  readonly wait: 'timer' | 'input' | 'retry' | 'verification' | null;
  readonly answer: AnswerStep | null;
  /** What the action gave as `state` when it asked to wait. */
  readonly resumed: Json | null;
  readonly skippedBecause: string | null;
}

/** One step as it is stored. */
export interface StepRecord extends StepProgress {
  readonly stepId: string;
  readonly position: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly attempts: readonly Attempt[];
  /** Another run took it back. */
  readonly undoneBy: string | null;
}

/** The part of a run that its driver changes. */
export interface RunProgress {
  readonly state: RunState;
  readonly waiting: Waiting | null;
  readonly currentStepId: string | null;
  readonly withFailures: boolean;
  readonly logLines: number;
}

/** One run as it is stored, with its plan and its steps. */
export interface RunRecord extends RunProgress {
  readonly id: string;
  /** What it follows: the plan it was started from, with what was edited since. */
  readonly plan: Plan;
  readonly startedPlanId: string;
  /** The run that it takes back. */
  readonly undoes: string | null;
  readonly fence: number;
  /** Number of changes written so far. */
  readonly writes: number;
  /** Where the next event goes. */
  readonly head: EventHead;
  readonly requestedBy: string;
  readonly lead: string;
  readonly approvals: Plan['approvals'];
  /** Goes on without the confirmations and approvals that it needs. */
  readonly glassBroken: boolean;
  readonly reason: string | null;
  readonly cancelRequested: boolean;
  /** The database's time at which this was read. */
  readonly readAt: Date;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly steps: readonly StepRecord[];
}

/** An event before the store gives it its number and its time. */
export interface NewEvent {
  /** Entity ref of the person, or `system`. */
  readonly actor: string;
  readonly body: RunEventBody;
}

/** Which attempt of what. */
export interface AttemptKey {
  readonly stepId: string;
  /** Position of the item, of a step with `each`; absent: the step itself. */
  readonly item?: number;
  readonly number: number;
}

/** What happens to attempts in one write. */
export interface AttemptChanges {
  readonly start?: readonly AttemptKey[];
  readonly finish?: readonly (AttemptKey & {
    readonly state: Exclude<Attempt['state'], 'running'>;
    readonly error?: SafeError;
  })[];
}

/** Where one item of a step with `each` stands. */
export interface ItemProgress {
  readonly state: Exclude<StepState, 'by-hand'>;
  /** Number of its last attempt; 0 before the first. */
  readonly attempt: number;
  /** Attempts since it began or a person decided; bounds `retry`. */
  readonly tries: number;
  /** Attempts in succession that ended because their driver died. */
  readonly interruptions: number;
  /** The action returned; what is left is the verification. */
  readonly executed: boolean;
  readonly input: Json | null;
  readonly output: Json | null;
  readonly error: SafeError | null;
  readonly probe: ProbeFinding | null;
  readonly verification: StepProgress['verification'];
  readonly resumed: Json | null;
  /** ISO 8601; it is not looked at before, while it waits. */
  readonly dueAt: string | null;
}

/** What happens to items in one write. */
export interface ItemChanges {
  /** Items of a step that begins, each where it stands first. */
  readonly freeze?: readonly {
    readonly stepId: string;
    readonly item: number;
    readonly label: string;
    readonly value: Json;
  }[];
  /** Never items that the same write freezes. */
  readonly update?: readonly ({
    readonly stepId: string;
    readonly item: number;
  } & ItemProgress)[];
}

/** One fenced write: everything in it happens, or nothing. */
export interface RunChange {
  readonly runId: string;
  readonly fence: number;
  /** `writes` before this change; makes it safe to send a change twice. */
  readonly writes: number;
  /** The end of the run's events, as the writer knows it. */
  readonly head: EventHead;
  /** The database's time, as the writer knows it. */
  readonly at: Date;
  readonly run: RunProgress;
  /** Milliseconds from now until the run wants to be driven again. */
  readonly wakeInMs?: number;
  readonly steps?: readonly ({ readonly stepId: string } & StepProgress)[];
  readonly attempts?: AttemptChanges;
  readonly items?: ItemChanges;
  readonly events: readonly NewEvent[];
}

/** What a fenced write tells its writer. */
export interface Applied {
  /** The end of the run's events from now on. */
  readonly head: EventHead;
  /** The database's time of the write. */
  readonly at: Date;
  readonly cancelRequested: boolean;
}
