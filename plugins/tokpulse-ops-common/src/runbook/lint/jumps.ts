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

import { closest, type Finding } from '../problems';
import type { LintContext } from './LintContext';

/** onFailure: a target that there is, and that comes later. */
export function lintJumps(context: LintContext): readonly Finding[] {
  const { steps } = context.runbook;
  return steps.flatMap((step, index): Finding[] => {
    const target = step.onFailure;
    const place = context.placeInStep(step, ['onFailure']);
    if (target === 'stop' || target === 'continue') {
      return [];
    }
    if (target === 'undo') {
      const undoable = steps
        .slice(0, index + 1)
        .some(
          ({ undo, action }) =>
            undo !== undefined || context.action(action)?.hasUndo === true,
        );
      return undoable || context.options.actions === undefined
        ? []
        : [
            {
              ...place,
              code: 'invalid-jump',
              severity: 'warning',
              message: 'No step up to here can be undone',
              fix: 'Add undo to a step, or stop instead',
            },
          ];
    }
    const found = steps.findIndex(({ id }) => id === target);
    if (found > index) {
      return [];
    }
    const meant = closest(
      target,
      steps.slice(index + 1).map(({ id }) => id),
    );
    return [
      {
        ...place,
        code: 'invalid-jump',
        message:
          found === -1
            ? `There is no step "${target}"`
            : `Step "${target}" is not later: a run only goes forward`,
        fix:
          meant === undefined
            ? 'Write stop, continue, undo or the id of a later step'
            : `Did you mean "${meant}"?`,
      },
    ];
  });
}
