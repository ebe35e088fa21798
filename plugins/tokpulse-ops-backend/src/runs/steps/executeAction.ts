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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  AnswerStep,
  Effect,
  JsonValue,
  SafeError,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  type ActionContext,
  type ActionResult,
  type ActionWait,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redactor } from '../types';
import { redactedJson, type Json } from './json';
import type { ReadyAction } from './prepareStep';
import { toSafeError } from './safeError';
import { StopReason } from './StopReason';

/** Bytes of an output that are stored. */
const MOST_OUTPUT_BYTES = 256 * 1024;

/** How long an action may take to stop once it was told to. */
const STOP_GRACE_MS = 5_000;

/** Timers of Node.js count in 31 bits. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What an attempt came to. */
export type Outcome =
  | { readonly kind: 'done'; readonly output: Json }
  | { readonly kind: 'wait'; readonly wait: ActionWait }
  | {
      readonly kind: 'failed';
      readonly error: SafeError;
      /** Whether the effect may have happened all the same. */
      readonly effect: 'none' | 'possible';
      /** Output that was there although the step failed. */
      readonly output?: Json;
    }
  /** The process is going down; nothing is known and nothing is written. */
  | { readonly kind: 'abandoned' };

/** Everything `execute` needs beside what the engine adds. */
export type ExecutionContext = Omit<
  ActionContext<unknown>,
  'input' | 'signal' | 'answer' | 'resumed'
> & {
  readonly answer: AnswerStep | null;
  readonly resumed: JsonValue | null;
};

/**
 * Runs an action once and turns whatever happens into an outcome: only an
 * `ActionError`'s own words leave it, everything else is logged under a
 * correlation id.
 *
 * @param options.signal - aborts with a {@link StopReason}
 * @param options.onLate - is given what comes after the action was abandoned
 */
export async function executeAction(options: {
  readonly ready: ReadyAction;
  readonly effect: Effect;
  readonly context: ExecutionContext;
  readonly redactor: Redactor;
  readonly logger: LoggerService;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  readonly stopGraceMs?: number;
  readonly onLate?: (outcome: Outcome) => void;
}): Promise<Outcome> {
  const { ready, context, signal } = options;
  const { answer, resumed, ...rest } = context;
  const timeout = new AbortController();
  const timer =
    options.timeoutMs === undefined
      ? undefined
      : setTimeout(
          () => timeout.abort(new StopReason('timeout')),
          Math.min(options.timeoutMs, LONGEST_TIMER_MS),
        );
  const stop = AbortSignal.any([signal, timeout.signal]);

  const returned = (async (): Promise<Outcome> => {
    try {
      const result = await ready.action.execute({
        ...rest,
        input: ready.parsed,
        signal: stop,
        answer: answer ?? undefined,
        resumed: resumed ?? undefined,
      });
      return interpret(result, options);
    } catch (error) {
      return failureOf(error, stop, options);
    }
  })();

  const grace = new AbortController();
  const givenUp = (async (): Promise<Outcome | undefined> => {
    await aborted(stop, grace.signal);
    if (grace.signal.aborted) {
      return undefined;
    }
    await sleep(options.stopGraceMs ?? STOP_GRACE_MS, undefined, {
      signal: grace.signal,
    }).catch(() => undefined);
    return grace.signal.aborted
      ? undefined
      : stoppedOutcome(stop, options, 'did not stop when it was told to');
  })();

  try {
    const first = await Promise.race([
      returned.then(outcome => ({ outcome, late: false })),
      givenUp.then(outcome =>
        outcome === undefined
          ? returned.then(late => ({ outcome: late, late: false }))
          : { outcome, late: true },
      ),
    ]);
    if (first.late && options.onLate) {
      returned.then(options.onLate, () => undefined);
    }
    return first.outcome;
  } finally {
    clearTimeout(timer);
    // A reason of its own: the default one is an expensive error.
    grace.abort(null);
  }
}

type Interpretation = Pick<
  Parameters<typeof executeAction>[0],
  'ready' | 'effect' | 'redactor' | 'logger' | 'context'
>;

function interpret(
  result: ActionResult<unknown>,
  options: Interpretation,
): Outcome {
  const { ready, redactor } = options;
  if ('wait' in result) {
    return { kind: 'wait', wait: result };
  }
  const parsed = ready.action.output.safeParse(result.output);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = ['output', ...issue.path.map(String)].join('.');
    return {
      kind: 'failed',
      effect: 'possible',
      error: {
        code: 'invalid-response',
        message: `'${ready.action.id}' gave an output that its schema refuses: ${path}: ${issue.message}`,
      },
    };
  }
  const output = redactedJson(redactor, parsed.data);
  const bytes = Buffer.byteLength(JSON.stringify(output));
  if (bytes > MOST_OUTPUT_BYTES) {
    return {
      kind: 'failed',
      effect: 'possible',
      error: {
        code: 'too-large',
        message: `The output of '${ready.action.id}' has ${bytes} bytes; ${MOST_OUTPUT_BYTES} are kept at most`,
        nextStep: 'Ask for less: fewer rows, fewer fields, a shorter time',
      },
    };
  }
  return { kind: 'done', output };
}

function failureOf(
  error: unknown,
  stop: AbortSignal,
  options: Interpretation,
): Outcome {
  if (stop.aborted && !(error instanceof ActionError)) {
    return stoppedOutcome(stop, options, 'was stopped');
  }
  if (stop.aborted && stopKind(stop) === 'shutdown') {
    return { kind: 'abandoned' };
  }
  const { safe, effect } = toSafeError(error, options);
  return { kind: 'failed', error: safe, effect };
}

function stoppedOutcome(
  stop: AbortSignal,
  options: Interpretation,
  what: string,
): Outcome {
  const kind = stopKind(stop);
  switch (kind) {
    case 'shutdown':
    case 'fenced':
      return { kind: 'abandoned' };
    case 'cancelled':
    case 'timeout':
      return {
        kind: 'failed',
        effect: 'possible',
        error: {
          code: kind,
          message:
            kind === 'timeout'
              ? `'${options.ready.action.id}' took longer than the step allows and ${what}`
              : `'${options.ready.action.id}' ${what}: the run was cancelled`,
        },
      };
    default: {
      const never: never = kind;
      throw new Error(`Unexpected reason '${never}'`);
    }
  }
}

function stopKind(stop: AbortSignal): StopReason['kind'] {
  return stop.reason instanceof StopReason ? stop.reason.kind : 'shutdown';
}

/** Resolves when one of the signals aborts. */
async function aborted(one: AbortSignal, other: AbortSignal): Promise<void> {
  if (one.aborted || other.aborted) {
    return;
  }
  await new Promise<void>(resolve => {
    AbortSignal.any([one, other]).addEventListener('abort', () => resolve(), {
      once: true,
    });
  });
}
