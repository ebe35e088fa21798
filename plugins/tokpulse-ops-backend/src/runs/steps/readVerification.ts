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
  JsonValue,
  SafeError,
  Scope,
  StepDefinition,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ActionRegistry } from '../types';
import type { Outcome } from './executeAction';
import { checkOutput, prepareAction, type ReadyAction } from './prepareStep';

/** One reading of what a verification waits for. */
export type Reading =
  | {
      readonly kind: 'read';
      readonly satisfied: boolean;
      readonly message: string;
    }
  | { readonly kind: 'broken'; readonly error: SafeError }
  | { readonly kind: 'abandoned' };

/** Reads once whether the effect of a step shows. */
export async function readVerification(options: {
  readonly verify: NonNullable<StepDefinition['verify']>;
  readonly actions: ActionRegistry;
  /** What its input and condition can reach. */
  readonly scope: Scope;
  readonly run: (ready: ReadyAction) => Promise<Outcome>;
}): Promise<Reading> {
  const { verify, actions, scope, run } = options;
  const ready = prepareAction({
    actionId: verify.action,
    input: verify.input,
    ...{ actions, scope },
  });
  if ('error' in ready) {
    return { kind: 'broken', error: ready.error };
  }
  if (ready.action.effect !== 'read') {
    return broken(`'${verify.action}' changes something, so it cannot verify`);
  }
  const outcome = await run(ready);
  switch (outcome.kind) {
    case 'abandoned':
      return { kind: 'abandoned' };
    case 'wait':
      return broken(`'${verify.action}' waits, so it cannot verify`);
    case 'failed':
      return outcome.error.code === 'cancelled'
        ? { kind: 'abandoned' }
        : { kind: 'read', satisfied: false, message: outcome.error.message };
    case 'done':
      return judge(verify.until, { ...scope, output: outcome.output });
    default: {
      const never: never = outcome;
      throw new Error(`Unexpected outcome '${never}'`);
    }
  }
}

function broken(message: string): Reading {
  return { kind: 'broken', error: { code: 'invalid-input', message } };
}

function judge(
  until: string,
  scope: Scope & { readonly output: JsonValue },
): Reading {
  const check = checkOutput('until', until, scope);
  if (!check.ok) {
    return { kind: 'broken', error: check.error };
  }
  const verdict = check.value ? `'${until}' is so` : `'${until}' is not so yet`;
  const words = summaryOf(scope.output);
  return {
    kind: 'read',
    satisfied: check.value,
    message: words === undefined ? verdict : `${words} (${verdict})`,
  };
}

/** What many outputs say about themselves in words. */
function summaryOf(output: JsonValue): string | undefined {
  if (typeof output !== 'object' || output === null || Array.isArray(output)) {
    return undefined;
  }
  const words = output.summary ?? output.message;
  return typeof words === 'string' && words.length > 0 ? words : undefined;
}
