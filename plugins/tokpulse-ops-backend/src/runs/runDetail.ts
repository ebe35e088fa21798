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
  PlannedStep,
  RunDetail,
  RunStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunRecord, StepRecord } from './store/records';

/** A stored run as the API shows it. */
export function toRunDetail(run: RunRecord): RunDetail {
  const { plan } = run;
  const steps = new Map(run.steps.map(step => [step.stepId, step]));
  return {
    id: run.id,
    service: plan.service,
    entityRef: plan.entityRef,
    runbook: {
      id: plan.runbook.id,
      title: plan.runbook.title,
      severity: plan.runbook.severity,
      contentHash: plan.runbook.contentHash,
    },
    planId: plan.id,
    planHash: plan.hash,
    state: run.state,
    withFailures: run.withFailures,
    waiting: run.waiting ?? undefined,
    requestedBy: run.requestedBy,
    lead: run.lead,
    reason: run.reason ?? undefined,
    createdAt: run.createdAt,
    startedAt: run.startedAt ?? undefined,
    finishedAt: run.finishedAt ?? undefined,
    currentStepId: run.currentStepId ?? undefined,
    cancelRequested: run.cancelRequested,
    approvals: run.approvals,
    glassBroken: run.glassBroken,
    inputs: plan.inputs,
    steps: plan.steps.flatMap(planned => {
      const step = steps.get(planned.step.id);
      return step === undefined ? [] : [toRunStep(planned, step)];
    }),
    lastSeq: run.head.seq,
    logLines: run.logLines,
  };
}

function toRunStep(planned: PlannedStep, step: StepRecord): RunStep {
  return {
    id: step.stepId,
    name: planned.step.name,
    action: planned.step.action,
    effect: planned.effect,
    state: step.state,
    confirm: planned.step.confirm,
    attempts: [...step.attempts],
    input: step.input ?? undefined,
    output: step.output ?? undefined,
    error: step.error ?? undefined,
    probe: step.probe ?? undefined,
    verification: step.verification ?? undefined,
    skippedBecause: step.skippedBecause ?? undefined,
    manual: planned.step.manual,
    handled: step.handled,
    startedAt: step.startedAt ?? undefined,
    finishedAt: step.finishedAt ?? undefined,
  };
}
