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

import type { JsonObject, JsonValue } from '@backstage/types';

export type { JsonObject, JsonValue } from '@backstage/types';

/**
 * What a second execution of an action or step would do: `read` changes
 * nothing, `idempotent` ends in the same state, `once` would do it again.
 *
 * @public
 */
export type Effect = 'read' | 'idempotent' | 'once';

/**
 * How urgent the situation is that a runbook answers; `P0` is the most urgent.
 *
 * @public
 */
export type Severity = 'P0' | 'P1' | 'P2' | 'P3';

/**
 * How the operator agrees to a changing step: not at all, once, or by typing
 * the name of its target.
 *
 * @public
 */
export type Confirmation = 'none' | 'once' | 'type-target';

/**
 * Polls an action after a step until a condition over its `output` holds.
 *
 * @public
 */
export interface StepVerify {
  readonly action: string;
  readonly input: JsonObject;
  /** CEL; true ends the verification with success. */
  readonly until: string;
  /** Duration such as `3m`; the verification fails when it is over. */
  readonly within: string;
  /** Duration between two attempts. */
  readonly every?: string;
}

/**
 * How a step is tried again before it counts as failed.
 *
 * @public
 */
export interface StepRetry {
  /** Further attempts after the first one, 1 to 10. */
  readonly count: number;
  /** Duration before the first further attempt. */
  readonly backoff: string;
}

/**
 * The action that takes a step back.
 *
 * @public
 */
export interface StepUndo {
  readonly action: string;
  readonly input: JsonObject;
}

/**
 * One `yaml step` block of a runbook, with its defaults filled in.
 *
 * @public
 */
export interface RunbookStep {
  /** Unique in its runbook, `[a-z][a-zA-Z0-9]*`, and not a reserved word. */
  readonly id: string;
  readonly name: string;
  /** Id of the action, for example `railway:restart`. */
  readonly action: string;
  /** May only be stricter than the action's own effect. */
  readonly effect?: Effect;
  /** CEL; the step is skipped when it is false. */
  readonly if?: string;
  /** CEL list; the step runs once per `item`. */
  readonly each?: string;
  readonly input: JsonObject;
  /** CEL over the step's own `output`; the step fails when it is false. */
  readonly expect?: string;
  readonly verify?: StepVerify;
  readonly undo?: StepUndo;
  /** Duration of one attempt. */
  readonly timeout?: string;
  readonly retry?: StepRetry;
  /** `stop`, `continue`, `undo`, or the id of a later step. */
  readonly onFailure: string;
  readonly confirm: Confirmation;
  /** Team mode: entity references of the groups and users who may approve. */
  readonly approval?: { readonly from: readonly string[] };
  /** Targets to lock in addition to those that the action names. */
  readonly lock?: readonly string[];
  /** The exact command that a human would type instead. */
  readonly manual?: string;
  /** Why a changing step has no `verify`. */
  readonly reason?: string;
  /** Why the step differs from the document that the runbook comes from. */
  readonly differs?: string;
  /** Line or item numbers in the document that the runbook comes from. */
  readonly ref?: readonly number[];
  /** 1-based line of the opening fence in the source. */
  readonly line: number;
}

/**
 * A parsed runbook: what its front matter and its step blocks say, and the
 * text they were read from.
 *
 * @public
 */
export interface Runbook {
  /** File name without `.md`. */
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly severity?: Severity;
  /** Duration within which somebody should have started. */
  readonly respondWithin?: string;
  /** Entity reference of the owner. */
  readonly owner: string;
  /** Names of the configured services that it applies to. */
  readonly services: readonly string[];
  /** CEL over `service`; true puts the runbook first on the service's page. */
  readonly suggestWhen?: string;
  /** JSON Schema of the run's inputs; becomes the form. */
  readonly inputs?: JsonObject;
  /** Markdown without the front matter. */
  readonly body: string;
  readonly steps: readonly RunbookStep[];
  /** SHA-256 of the exact source (as UTF-8), in lower-case hex. */
  readonly contentHash: string;
  readonly path: string;
  readonly source: string;
}

/**
 * Something that is wrong with a runbook, where it is, and how to put it right.
 *
 * @public
 */
export type Problem = {
  /** One of `problemCodes`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  readonly message: string;
  readonly fix: string;
  readonly path: string;
};

/**
 * What `parseRunbook` returns. `runbook` is absent when a problem is an error.
 *
 * @public
 */
export interface ParseResult {
  readonly runbook?: Runbook;
  readonly problems: readonly Problem[];
}

/**
 * What the linter and the generated reference know of an action.
 *
 * @public
 */
export interface ActionDescriptor {
  readonly id: string;
  readonly description: string;
  readonly effect: Effect;
  /** JSON Schema of the input, as `z.toJSONSchema` makes it. */
  readonly input: JsonObject;
  /** JSON Schema of the output. */
  readonly output: JsonObject;
  /** Top-level input fields that are never templated, such as `sql`, `argv`. */
  readonly untemplated: readonly string[];
  readonly hasVerify: boolean;
  readonly hasUndo: boolean;
}

/**
 * The state of one earlier step, as expressions see it.
 *
 * @public
 */
export interface ScopeStep {
  readonly status: string;
  readonly output?: JsonValue;
}

/**
 * The values that templates and conditions can reach. `service` is a projection
 * without any credential.
 *
 * @public
 */
export type Scope = {
  readonly inputs: JsonObject;
  readonly steps: Record<string, ScopeStep>;
  readonly service: JsonObject;
  readonly run: JsonObject;
  /** In `expect` the step's own output, in `until` that of the polled action. */
  readonly output?: JsonValue;
  /** Only in a step with `each`. */
  readonly item?: JsonValue;
};

/**
 * What `substitute` returns: the value, or the paths that do not exist.
 *
 * @public
 */
export type SubstituteResult =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly missing: readonly string[] };

/**
 * Why an expression has no value. `missing-path` covers the output of a skipped
 * step; `too-complex` is a bound of this package; `invalid` is a fault in the
 * text; `failed` is everything that goes wrong while it is evaluated.
 *
 * @public
 */
export type ExpressionErrorCode =
  | 'missing-path'
  | 'not-boolean'
  | 'not-list'
  | 'too-complex'
  | 'invalid'
  | 'failed';

/**
 * An expression without a value, and why.
 *
 * @public
 */
export interface ExpressionFailure<TCode extends ExpressionErrorCode> {
  readonly ok: false;
  readonly code: TCode;
  readonly message: string;
}

/**
 * What `evaluateCondition` returns.
 *
 * @public
 */
export type ConditionResult =
  | { readonly ok: true; readonly value: boolean }
  | ExpressionFailure<Exclude<ExpressionErrorCode, 'not-list'>>;

/**
 * What `evaluateList` returns: the items of `each`.
 *
 * @public
 */
export type ListResult =
  | { readonly ok: true; readonly value: readonly JsonValue[] }
  | ExpressionFailure<Exclude<ExpressionErrorCode, 'not-boolean'>>;

/**
 * What `checkCondition` returns: the paths that the expression reads, such as
 * `steps.health.output.status`.
 *
 * @public
 */
export type ConditionCheck =
  | { readonly ok: true; readonly references: readonly string[] }
  | ExpressionFailure<'too-complex' | 'invalid'>;
