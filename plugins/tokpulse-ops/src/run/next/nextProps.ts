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
import type { May } from '../../data/may';
import type { Lead } from '../lead/useLead';
import type { RunCommands } from '../useRunCommands';

/** What every view of "what happens next" is given. */
export interface NextProps {
  readonly run: RunDetail;
  /** The plan of the run; missing while it is loaded. */
  readonly plan: Plan | undefined;
  /** Whether the reader may steer the run at all. */
  readonly mayControl: May;
  /** Whether the reader leads, and so may decide. */
  readonly lead: Lead;
  readonly commands: RunCommands;
}

/** A step of a run with its place in it and what was planned. */
export interface PlacedStep {
  readonly number: number;
  readonly step: RunStep;
  readonly planned: PlannedStep | undefined;
}

/** Finds a step of a run; undefined when there is none with that id. */
export function placeStep(
  { run, plan }: Pick<NextProps, 'run' | 'plan'>,
  stepId: string | undefined,
): PlacedStep | undefined {
  const index = run.steps.findIndex(step => step.id === stepId);
  return index === -1
    ? undefined
    : {
        number: index + 1,
        step: run.steps[index],
        planned: plan?.steps.find(planned => planned.step.id === stepId),
      };
}
