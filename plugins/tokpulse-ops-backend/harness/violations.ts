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
  EvidenceVerification,
  RunDetail,
  RunEvent,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { terminalRunStates } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { LedgerProvider } from './startLedgerProvider';

/** A promise of the engine that was broken. */
export interface Violation {
  readonly kind:
    | 'effect-twice'
    | 'effect-missing'
    | 'stuck'
    | 'event-lost-or-doubled'
    | 'evidence-broken'
    | 'follower-differs';
  readonly runId: string;
  readonly detail: string;
}

/**
 * Looks for broken promises in what the provider, the database and a follower
 * have seen of runs that should be over.
 */
export function findViolations(options: {
  readonly provider: LedgerProvider;
  readonly runs: readonly {
    readonly run: RunDetail;
    readonly events: readonly RunEvent[];
    /** Numbers of the events as a follower got them; left out without one. */
    readonly followed?: readonly number[];
    readonly verification?: EvidenceVerification;
  }[];
}): readonly Violation[] {
  const { provider } = options;
  const found: Violation[] = [];
  for (const { run, events, followed, verification } of options.runs) {
    const add = (kind: Violation['kind'], detail: string) =>
      found.push({ kind, runId: run.id, detail });

    if (!terminalRunStates.includes(run.state)) {
      add('stuck', `is ${run.state}: ${JSON.stringify(run.waiting)}`);
    }
    for (const step of run.steps) {
      const count = provider.count(run.id, step.id);
      if (step.effect === 'once' && count > 1) {
        add('effect-twice', `step ${step.id} happened ${count} times`);
      }
      const wanted = step.state === 'succeeded' || step.state === 'by-hand';
      if (wanted && step.action.startsWith('harness:') && count === 0) {
        const leaves = ['once', 'idempotent', 'read'].some(
          effect => step.action === `harness:${effect}`,
        );
        if (leaves) {
          add('effect-missing', `step ${step.id} is ${step.state}`);
        }
      }
    }
    if (events.some((event, index) => event.seq !== index + 1)) {
      add('event-lost-or-doubled', events.map(event => event.seq).join(','));
    }
    if (verification?.firstBad !== undefined) {
      add('evidence-broken', verification.firstBad.message);
    }
    if (followed !== undefined) {
      const end = events.findIndex(
        ({ body }) =>
          body.type === 'run-state' && terminalRunStates.includes(body.state),
      );
      const whole = events.slice(0, end + 1).map(event => event.seq);
      if (followed.slice(0, whole.length).join() !== whole.join()) {
        add('follower-differs', `${followed.join(',')} of ${events.length}`);
      }
    }
  }
  return found;
}
