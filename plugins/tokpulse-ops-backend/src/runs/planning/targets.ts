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
  Effect,
  RunbookStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type {
  RunbookAction,
  ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { StepFindings } from './findings';

/** An action wants to know its input, which is known only later. */
export class InputNeededError extends Error {
  override readonly name = 'InputNeededError';
}

/**
 * What a step locks, sorted. Locks are taken before the first change, so they
 * must be known now: an input that is known only later has to come with a
 * `lock` in the runbook, unless the targets do not depend on it.
 */
export function resolveTargets(options: {
  readonly step: RunbookStep;
  readonly action: RunbookAction | undefined;
  readonly effect: Effect;
  /** As the action's schema parsed it; undefined when it is known only later. */
  readonly input: unknown;
  readonly service: ServiceAccess;
  readonly findings: StepFindings;
}): readonly string[] {
  const { step, action, effect, input, service, findings } = options;
  const own = step.lock ?? [];
  if (effect === 'read' || action === undefined) {
    return sorted(own);
  }
  try {
    return sorted([
      ...own,
      ...action.targets({ input: input ?? untouchable(), service }),
    ]);
  } catch (error) {
    if (error instanceof InputNeededError) {
      if (own.length === 0) {
        findings.block({
          code: 'target-not-known',
          message: `What '${step.action}' will touch depends on a value that is known only while the run goes on`,
          nextStep: 'Name the target with lock in the step of the runbook',
        });
      }
      return sorted(own);
    }
    throw error;
  }
}

/** Stands for an input; throws {@link InputNeededError} as soon as anybody looks at it. */
export function untouchable(): object {
  const refuse = () => {
    throw new InputNeededError();
  };
  return new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse });
}

function sorted(targets: readonly string[]): readonly string[] {
  return [...new Set(targets)].sort();
}
