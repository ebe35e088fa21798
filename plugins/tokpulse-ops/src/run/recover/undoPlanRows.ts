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
  Plan,
  PlannedStep,
  RunDetail,
  RunStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** One step of a run in the plan of its undo. */
export type UndoRow =
  | {
      readonly kind: 'possible';
      readonly step: RunStep;
      /** How it is taken back; absent while it is left out. */
      readonly planned: PlannedStep | undefined;
    }
  | {
      readonly kind: 'impossible';
      readonly step: RunStep;
      readonly because: 'unknown' | { readonly said: string } | undefined;
    };

/**
 * Every step that changed something, in the order in which it is taken back:
 * first what can be, as the whole plan has it, then what cannot.
 */
export function undoRows(options: {
  readonly run: Pick<RunDetail, 'steps'>;
  /** The plan that takes back all that can be. */
  readonly whole: Pick<Plan, 'steps' | 'findings'>;
  /** The plan of what is chosen now. */
  readonly chosen: Pick<Plan, 'steps'> | undefined;
}): readonly UndoRow[] {
  const { run, whole, chosen } = options;
  const steps = new Map(run.steps.map(step => [step.id, step]));
  const ids = whole.steps.flatMap(({ undoes }) =>
    undoes === undefined ? [] : [undoes],
  );
  const possible = [...new Set(ids)].flatMap((id): UndoRow[] => {
    const step = steps.get(id);
    const planned = chosen?.steps.find(({ undoes }) => undoes === id);
    return step === undefined ? [] : [{ kind: 'possible', step, planned }];
  });
  const settled = (step: RunStep) => step.finishedAt ?? '';
  const impossible = run.steps
    .filter(
      ({ id, effect, attempts, undoneBy }) =>
        effect !== 'read' &&
        attempts.length > 0 &&
        undoneBy === undefined &&
        !ids.includes(id),
    )
    .sort((a, b) => settled(b).localeCompare(settled(a)))
    .map((step): UndoRow => {
      const said =
        step.undo?.because ??
        whole.findings.find(({ stepId }) => stepId === step.id)?.message;
      if (step.state === 'unknown') {
        return { kind: 'impossible', step, because: 'unknown' };
      }
      return {
        kind: 'impossible',
        step,
        because: said === undefined ? undefined : { said },
      };
    });
  return [...possible, ...impossible];
}
