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

import { InputError } from '@backstage/errors';
import { v7 as uuid } from 'uuid';
import { withProblem } from '../problems';
import type { Database } from '../runs/Database';
import { requireLead } from '../runs/requireLead';
import { appendEvents } from '../runs/store/appendEvents';
import type { Redactor } from '../runs/types';
import { holdRun, requireUnderWay } from './heldRun';
import type { Notices } from './Notices';
import { noticeSeverity } from './noticeSeverity';
import { changeLead } from './store/changeLead';
import { addNotice } from './store/notices';
import { involveInReview } from './store/reviews';
import type { LeadService } from './types';

/** What {@link Leads} works with. */
export interface LeadsOptions {
  readonly database: Database;
  readonly redactor: () => Redactor;
  readonly notices: Pick<Notices, 'soon'>;
  readonly onCommit: (runId: string) => void;
}

/** One person leads a run; the lead is taken, or handed over by who has it. */
export class Leads implements LeadService {
  readonly #options: LeadsOptions;

  constructor(options: LeadsOptions) {
    this.#options = options;
  }

  async change(options: {
    readonly runId: string;
    readonly to: string;
    readonly reason?: string;
    readonly actor: string;
  }): Promise<void> {
    const { runId, to, actor } = options;
    const { database, notices, onCommit } = this.#options;
    const reason =
      options.reason && this.#options.redactor().text(options.reason);
    await database.transaction(async tx => {
      const run = await holdRun(tx, runId);
      requireUnderWay(run);
      const from = run.lead;
      if (from === to) {
        return;
      }
      if (to !== actor) {
        requireLead(run, actor);
      } else if (run.approvals === 'team' && !reason?.trim()) {
        throw withProblem(
          new InputError(`Say why you take the run over from ${from}`),
          { code: 'reason-needed', nextStep: 'Write a reason' },
        );
      }
      await changeLead(tx, { runId, to });
      await involveInReview(tx, { runId, person: to });
      await appendEvents(tx, runId, [
        { actor, body: { type: 'lead-changed', from, to, reason } },
      ]);
      if (to !== actor) {
        await addNotice(tx, {
          id: uuid({ msecs: run.readAt.getTime() }),
          kind: 'lead-changed',
          subject: uuid({ msecs: run.readAt.getTime() }),
          recipients: [to],
          excluded: [],
          title: `You lead: ${run.plan.runbook.title}, ${run.plan.serviceTitle}`,
          description: [
            `${actor} handed the run over to you.`,
            ...(reason ? [`Reason: ${reason}`] : []),
          ].join(' '),
          severity: noticeSeverity(run.plan.runbook.severity),
          runId,
        });
      }
    });
    onCommit(runId);
    notices.soon();
  }
}
