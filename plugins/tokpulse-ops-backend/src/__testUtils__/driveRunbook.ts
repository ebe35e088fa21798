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
  DecideStep,
  RunDetail,
  TokPulseOpsClient,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { terminalRunStates } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { eventually } from '../testing/eventually';

/** How a run ended, and what the operator was asked on the way. */
export interface DrivenRun {
  readonly run: RunDetail;
  /** Ids of the steps that asked something, in order. */
  readonly questions: readonly string[];
  /** State of a step, and its error if it has one. */
  step(id: string): RunDetail['steps'][number];
}

/** What the operator does about a step that failed, or whose outcome nobody knows. */
type Decision = Pick<DecideStep, 'choice' | 'reason' | 'evidence'> & {
  /** Something to wait for before the decision. */
  readonly first?: () => Promise<unknown>;
};

/** Plans a runbook, runs it, and answers as an operator does. */
export async function driveRunbook(options: {
  readonly client: TokPulseOpsClient;
  readonly runbook: string;
  readonly inputs?: Record<string, string | number>;
  /** By id of the step; a step that confirms is confirmed. */
  readonly answers?: Readonly<Record<string, AnswerStep>>;
  readonly decisions?: Readonly<Record<string, Decision>>;
  readonly withinMs?: number;
}): Promise<DrivenRun> {
  const { client, runbook, answers = {}, decisions = {} } = options;
  const plan = await client.createPlan({
    service: 'tokpulse',
    runbook,
    inputs: options.inputs ?? {},
  });
  const blocking = plan.findings.filter(({ level }) => level === 'blocking');
  if (blocking.length > 0) {
    throw new Error(`The plan is blocked: ${JSON.stringify(blocking)}`);
  }
  const { id: runId } = await client.startRun({
    planId: plan.id,
    planHash: plan.hash,
  });
  const questions: string[] = [];
  for (;;) {
    const run = await eventually(
      () => client.getRun(runId),
      ({ state, waiting }) =>
        terminalRunStates.includes(state) ||
        state === 'needs-decision' ||
        waiting?.for === 'approval' ||
        waiting?.for === 'input',
      { withinMs: options.withinMs ?? 40_000, what: `the run of ${runbook}` },
    );
    if (terminalRunStates.includes(run.state)) {
      return { run, questions, step: id => stepOf(run, id) };
    }
    if (run.state === 'needs-decision') {
      const stepId = run.currentStepId ?? '';
      const step = stepOf(run, stepId);
      questions.push(stepId);
      const decision = decisions[stepId];
      if (!decision) {
        throw new Error(
          `Nobody decides about ${stepId}: ${JSON.stringify(step.error)}`,
        );
      }
      const { first, ...choice } = decision;
      await first?.();
      await client.decideStep({
        runId,
        stepId,
        attempt: step.attempts.length,
        ...choice,
      });
    } else if (run.waiting?.for === 'approval') {
      const { stepId } = run.waiting;
      questions.push(stepId);
      await client.confirmStep({ runId, stepId, planHash: plan.hash });
    } else if (run.waiting?.for === 'input') {
      const { stepId } = run.waiting;
      questions.push(stepId);
      const answer = answers[stepId];
      if (!answer) {
        throw new Error(`Nobody answers ${stepId}`);
      }
      await client.answerStep({ runId, stepId, answer });
    }
  }
}

function stepOf(run: RunDetail, id: string): RunDetail['steps'][number] {
  const step = run.steps.find(one => one.id === id);
  if (!step) {
    throw new Error(`The run has no step ${id}`);
  }
  return step;
}
