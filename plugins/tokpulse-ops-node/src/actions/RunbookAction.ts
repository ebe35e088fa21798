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
import type {
  AnswerStep,
  Effect,
  InputRequest,
  LogLine,
  Preview,
  ProbeFinding,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { z } from 'zod';
import type { ServiceAccess } from '../services/ServiceAccess';

/** Writes lines to the run's live log. Everything is redacted before it is stored. */
export interface ActionLog {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
  /** Writes many lines at once, keeping their own times and levels; waits when the store is behind. */
  lines(lines: readonly LogLine[]): Promise<void>;
}

/** Runs a read action from inside another one (`flow:wait-until`). */
export type RunReadAction = (options: {
  readonly action: string;
  readonly input: Record<string, JsonValue>;
}) => Promise<JsonValue>;

/** What an action gets while it is planned: nothing here may have an effect. */
export interface PlanContext<TInput> {
  readonly input: TInput;
  readonly service: ServiceAccess;
  readonly signal: AbortSignal;
}

/** What an action gets while it executes. */
export interface ActionContext<TInput> extends PlanContext<TInput> {
  readonly log: ActionLog;
  readonly run: {
    readonly id: string;
    readonly requestedBy: string;
    readonly reason?: string;
    /** Path of the run in the portal, for links in messages. */
    readonly path: string;
    readonly runbookTitle: string;
  };
  readonly step: { readonly id: string; readonly name: string };
  /** 1-based number of this try. */
  readonly attempt: number;
  /** `runId:stepId`; the same for every attempt of the step. Pass it to providers that take one. */
  readonly idempotencyKey: string;
  /** The operator's answer, when the action asked for input. */
  readonly answer?: AnswerStep;
  /** What the action returned as `state` when it asked to wait. */
  readonly resumed?: JsonValue;
  /** Runs a `read` action against the same service. */
  readonly read: RunReadAction;
}

/**
 * What `execute` may return beside an output: the run parks (no memory, no
 * worker) and `execute` is called again with the same attempt number when the
 * time has come or the answer is there.
 */
export type ActionWait =
  | {
      readonly wait: 'timer';
      readonly milliseconds: number;
      readonly reason: string;
      readonly state?: JsonValue;
    }
  | {
      readonly wait: 'input';
      readonly request: InputRequest;
      readonly state?: JsonValue;
    };

/** What `execute` returns. Build it with {@link done}, {@link waitForTimer} or {@link waitForInput}. */
export type ActionResult<TOutput> = { readonly output: TOutput } | ActionWait;

/** What a step needs beside its input; looked at when a run is planned. */
export type ActionNeed =
  | {
      readonly kind: 'tool';
      /** Name of a program on the path of the backend, e.g. `pg_dump`. */
      readonly command: string;
    }
  | {
      readonly kind: 'credential';
      /** Names it within the service, e.g. `postgres/primary`; asked once for all steps. */
      readonly id: string;
      /** In words, to begin a sentence with: `The Railway token`. */
      readonly title: string;
      /**
       * A cheap reading that the provider answers only with a good credential.
       * Throws an `ActionError` otherwise.
       */
      readonly check: (signal: AbortSignal) => Promise<void>;
    };

/** An action: code that does one thing. See `createRunbookAction`. */
export interface RunbookAction<
  TInput extends z.ZodType = z.ZodType,
  TOutput extends z.ZodType = z.ZodType,
> {
  readonly id: string;
  readonly description: string;
  readonly effect: Effect;
  readonly input: TInput;
  readonly output: TOutput;
  /** Input fields whose text is never templated (`sql`, `argv`). */
  readonly untemplated: readonly string[];
  /** Targets that a changing step locks, e.g. `tokpulse/railway/tokpulse-partner-app`. */
  targets(context: {
    readonly input: z.output<TInput>;
    readonly service: ServiceAccess;
  }): readonly string[];
  /**
   * Credentials and tools it needs, for the preflight of a plan. Throws an
   * `ActionError` when something is not configured.
   */
  readonly needs?: (context: {
    readonly input: z.output<TInput>;
    readonly service: ServiceAccess;
  }) => readonly ActionNeed[];
  /**
   * What it will do, resolved: reads only, and quick. A fact that is `pinned`
   * is read again right before the step runs, which fails when it is another
   * one by then.
   */
  plan(
    context: PlanContext<z.output<TInput>>,
  ): readonly Preview[] | Promise<readonly Preview[]>;
  execute(
    context: ActionContext<z.output<TInput>>,
  ): Promise<ActionResult<z.input<TOutput>>>;
  /**
   * Finds out whether the effect of a cut-off attempt happened. `since` is the
   * database's time at which the attempt was marked started.
   */
  readonly probe?: (
    context: PlanContext<z.output<TInput>> & {
      readonly since: Date;
      readonly idempotencyKey: string;
    },
  ) => Promise<ProbeFinding>;
  /**
   * Takes back what one execution did, by its input and its output. It is a
   * step of a run of its own, with attempts and a log; a step's `undo` block in
   * the runbook is used instead of it. `input` and `output` are as they were
   * stored, without secrets.
   */
  readonly undo?: (
    context: ActionContext<z.output<TInput>> & {
      readonly output: z.output<TOutput>;
    },
  ) => Promise<ActionResult<JsonValue>>;
  /** What `undo` will do, resolved: reads only, and quick. */
  readonly planUndo?: (
    context: PlanContext<z.output<TInput>> & {
      readonly output: z.output<TOutput>;
    },
  ) => readonly Preview[] | Promise<readonly Preview[]>;
}
