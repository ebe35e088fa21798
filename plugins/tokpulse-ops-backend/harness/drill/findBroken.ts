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
  Lock,
  RunDetail,
  RunEvent,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { terminalRunStates } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Add, BrokenPromise, Seen } from './BrokenPromise';
import { finalChoice } from './cases';
import type { DrillRun } from './DrillRun';
import type { DrillLedger } from './ledger';
import { lookAtEffects, lookAtUndone } from './lookAtEffects';
import { promisedOf } from './promises';
import { EVIDENCE, REQUESTER, SECOND_LEAD } from './recoveries';
import { unagreedSteps } from './unagreedSteps';

/** Looks for promises that a combination has broken. */
export function findBroken(options: {
  readonly drill: DrillRun;
  readonly ledger: DrillLedger;
  /** The run, and then the runs that take it back. */
  readonly seen: readonly Seen[];
  readonly locks: readonly Lock[];
}): readonly BrokenPromise[] {
  const { drill, ledger, seen, locks } = options;
  const [{ run, events }] = seen;
  const found: BrokenPromise[] = [];
  const add = (kind: BrokenPromise['kind'], detail: string, of = run) =>
    found.push({ kind, detail, drill: drill.one.name, runId: of.id });

  drill.surprises.forEach(text => add('surprise', text));
  for (const one of seen) {
    const over = terminalRunStates.includes(one.run.state);
    if (over || drill.tooSlow === undefined) {
      lookAtOne(one, locks, (kind, detail) => add(kind, detail, one.run));
    }
    if (!over) {
      add(
        drill.tooSlow === undefined ? 'stuck' : 'too-slow',
        [
          ...(drill.tooSlow === undefined ? [] : [drill.tooSlow]),
          `is ${one.run.state} at ${one.run.currentStepId}`,
          JSON.stringify(one.run.waiting),
          `last events ${JSON.stringify(one.events.slice(-3))}`,
          `jobs [${one.jobs.join()}]`,
          drill.lastConflict ?? 'nobody was refused',
        ].join('; '),
        one.run,
      );
    }
  }
  if (drill.tooSlow !== undefined) {
    return found;
  }
  lookAtStates(drill, seen, add);
  lookAtEffects(drill, run, ledger, add);
  lookAtUndone(drill, run, ledger, add);
  lookAtDecision(drill, run, events, add);
  return found;
}

/** What holds of every run. */
function lookAtOne(
  { run, events, evidence, approvals }: Seen,
  locks: readonly Lock[],
  add: Add,
): void {
  if (events.some(({ seq }, index) => seq !== index + 1)) {
    add('event-lost-or-doubled', events.map(({ seq }) => seq).join());
  }
  if (!evidence.valid || evidence.events !== events.length) {
    add(
      'evidence-invalid',
      evidence.firstBad === undefined
        ? `covers ${evidence.events} of ${events.length} events`
        : `${evidence.firstBad.problem} at ${evidence.firstBad.seq}: ${evidence.firstBad.message}`,
    );
  }
  for (const { id, state } of approvals) {
    if (state === 'open') {
      add('question-left', `${id} is open`);
    }
  }
  for (const { target, holder } of locks) {
    if ('runId' in holder && holder.runId === run.id) {
      add('lock-left', target);
    }
  }
  for (const problem of unagreedSteps(run, events)) {
    add('not-agreed', problem);
  }
}

function lookAtStates(
  drill: DrillRun,
  [{ run }, ...undos]: readonly Seen[],
  add: Add,
): void {
  const promised = promisedOf(drill);
  if (run.state !== promised.state) {
    add('wrong-state', `is ${run.state}, and not ${promised.state}`);
  }
  for (const { id, state } of run.steps) {
    const allowed = promised.steps.get(id) ?? [];
    if (!allowed.includes(state)) {
      add('wrong-step', `${id} is ${state}, and not ${allowed.join(' or ')}`);
    }
  }
  const { withFailures } = promised;
  const byHand = run.steps.some(({ state }) => state === 'by-hand');
  if (
    run.state === 'succeeded' &&
    run.withFailures !== (withFailures || byHand)
  ) {
    add('wrong-state', `withFailures is ${run.withFailures}`);
  }
  const succeeded = undos.filter(one => one.run.state === 'succeeded');
  if (succeeded.length !== (promised.undone ? 1 : 0)) {
    add(
      'wrong-state',
      `was taken back by [${undos.map(one => one.run.state).join()}]`,
    );
  }
  const wanted = drill.one.choice === 'undo' && !promised.undone;
  if (drill.nothingToUndo !== wanted) {
    add(
      'wrong-state',
      wanted ? 'found something to take back' : 'found nothing to take back',
    );
  }
  const lead = drill.one.choice === 'hand-over' ? SECOND_LEAD : REQUESTER;
  if (run.lead !== lead) {
    add('wrong-lead', `is led by ${run.lead}`);
  }
}

/** Who decided what, and with what evidence, is in the events. */
function lookAtDecision(
  drill: DrillRun,
  run: RunDetail,
  events: readonly RunEvent[],
  add: Add,
): void {
  const { one } = drill;
  const choice = finalChoice(one);
  const decisions = events.flatMap(({ actor, body }) =>
    body.type === 'decided' && body.stepId === one.stepId
      ? [{ actor, ...body }]
      : [],
  );
  const [decision] = decisions;
  const byItself =
    choice === 'runbook' ||
    (choice === 'undo' &&
      decision === undefined &&
      events.some(({ body }) => body.type === 'undo-started'));
  if (byItself) {
    // Nobody knew what had come of a step that was cut off: that was asked.
    const stranger = decisions.find(
      ({ choice: said }) => drill.stopped === undefined || said !== 'retry',
    );
    if (stranger !== undefined) {
      add('not-recorded', `somebody decided '${stranger.choice}'`);
    }
    return;
  }
  const wanted = drill.nothingToUndo
    ? 'stop'
    : choice.replace(/-(text|file)$/, '');
  const lead = one.choice === 'hand-over' ? SECOND_LEAD : REQUESTER;
  if (decision?.choice !== wanted || decision.actor !== lead) {
    add('not-recorded', `'${wanted}' by ${lead}: ${JSON.stringify(decisions)}`);
    return;
  }
  const evidence =
    (choice === 'by-hand-text' && decision.evidence !== EVIDENCE) ||
    (choice === 'by-hand-file' &&
      decision.files?.[0]?.bytes !== Buffer.byteLength(EVIDENCE));
  if (evidence) {
    add('not-recorded', 'the evidence is missing');
  }
  const handed = events.some(
    ({ body }) => body.type === 'lead-changed' && body.to === SECOND_LEAD,
  );
  if (handed !== (one.choice === 'hand-over')) {
    add('not-recorded', `the lead of ${run.id}`);
  }
}
