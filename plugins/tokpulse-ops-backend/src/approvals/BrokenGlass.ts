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

import { ConflictError, NotAllowedError } from '@backstage/errors';
import { v7 as uuid } from 'uuid';
import { withProblem } from '../problems';
import { postgresConstraint, type Database } from '../runs/Database';
import type { Dispatcher } from '../runs/dispatcher';
import { appendEvents } from '../runs/store/appendEvents';
import type { NewEvent, RunRecord } from '../runs/store/records';
import type { Redactor } from '../runs/types';
import { approvalDecided } from './approvalDecided';
import type { ApprovalSettings } from './ApprovalSettings';
import { holdRun, requireUnderWay, writeEvents } from './heldRun';
import type { Notices } from './Notices';
import { noSuchReview } from './problems';
import { endApproval } from './store/answerApproval';
import { liveApprovals } from './store/findApproval';
import { addNotice } from './store/notices';
import {
  closeReview,
  listReviews,
  openReview,
  readReview,
} from './store/reviews';
import type {
  Page,
  ReviewListFilter,
  ReviewRecord,
  ReviewService,
} from './types';

/** Lets runs go on without the agreement they need, and has it looked at later. */
export class BrokenGlass implements ReviewService {
  readonly #options: {
    readonly database: Database;
    readonly dispatcher: Pick<Dispatcher, 'wake'>;
    readonly redactor: () => Redactor;
    readonly approvals: ApprovalSettings;
    readonly notices: Pick<Notices, 'soon'>;
    readonly onCommit: (runId: string) => void;
  };

  constructor(options: {
    readonly database: Database;
    readonly dispatcher: Pick<Dispatcher, 'wake'>;
    readonly redactor: () => Redactor;
    readonly approvals: ApprovalSettings;
    readonly notices: Pick<Notices, 'soon'>;
    readonly onCommit: (runId: string) => void;
  }) {
    this.#options = options;
  }

  async breakGlass(options: {
    readonly runId: string;
    readonly reason: string;
    readonly actor: string;
  }): Promise<void> {
    const { runId, actor } = options;
    const { database, dispatcher, notices, onCommit } = this.#options;
    const reason = this.#options.redactor().text(options.reason);
    await database.transaction(async tx => {
      const run = await holdRun(tx, runId);
      requireUnderWay(run);
      if (run.glassBroken) {
        throw withProblem(
          new ConflictError('The glass of this run is broken already'),
          { code: 'glass-broken', nextStep: 'Look at its review' },
        );
      }
      const reviewId = uuid({ msecs: run.readAt.getTime() });
      await openReview(tx, { id: reviewId, runId, reason, openedBy: actor });
      const events: NewEvent[] = [
        { actor, body: { type: 'glass-broken', reviewId, reason } },
      ];
      for (const { id } of await liveApprovals(tx, runId)) {
        const ended = await endApproval(tx, { id, state: 'void' });
        if (ended !== undefined) {
          events.push(approvalDecided(ended, actor));
        }
      }
      await this.#tell(tx, { run, reviewId, reason, actor });
      await writeEvents(tx, {
        resumes: run.waiting?.for === 'approval',
        ...{ run, events, dispatcher },
      });
    });
    onCommit(runId);
    notices.soon();
  }

  get(reviewId: string): Promise<ReviewRecord | undefined> {
    return readReview(this.#options.database, reviewId);
  }

  list(filter: ReviewListFilter): Promise<Page<ReviewRecord>> {
    return listReviews(this.#options.database, filter);
  }

  async close(options: {
    readonly reviewId: string;
    readonly note: string;
    readonly actor: string;
  }): Promise<void> {
    const { reviewId, actor } = options;
    const { database, onCommit } = this.#options;
    const note = this.#options.redactor().text(options.note);
    const review = await this.get(reviewId);
    if (review === undefined) {
      throw noSuchReview(reviewId);
    }
    await database.transaction(async tx => {
      await holdRun(tx, review.runId);
      const closed = await closeInWords(review, () =>
        closeReview(tx, { id: reviewId, by: actor, note }),
      );
      if (!closed) {
        throw withProblem(new ConflictError('The review is closed already'), {
          code: 'review-closed',
          nextStep: 'Read what was written about it',
        });
      }
      await appendEvents(tx, review.runId, [
        { actor, body: { type: 'review-closed', reviewId, note } },
      ]);
    });
    onCommit(review.runId);
  }

  /** A team hears of it; alone, the one person has it in writing. */
  async #tell(
    tx: Parameters<typeof addNotice>[0],
    options: {
      readonly run: RunRecord;
      readonly reviewId: string;
      readonly reason: string;
      readonly actor: string;
    },
  ): Promise<void> {
    const { run, reviewId, reason, actor } = options;
    const { from, notify } = this.#options.approvals;
    const asked = run.plan.steps.flatMap(
      ({ approval }) => approval?.from ?? [],
    );
    const recipients =
      run.approvals === 'team'
        ? [...new Set([...asked, ...from, ...notify])]
        : [run.requestedBy];
    if (recipients.length > 0) {
      await addNotice(tx, {
        id: uuid({ msecs: run.readAt.getTime() }),
        runId: run.id,
        kind: 'glass-broken',
        subject: reviewId,
        excluded: [],
        title: `Glass broken: ${run.plan.runbook.title}, ${run.plan.serviceTitle}`,
        description: `${actor} lets the run go on without ${
          run.approvals === 'team' ? 'approvals' : 'confirmations'
        }. Reason: ${reason} A review is open.`,
        severity: 'critical',
        recipients,
      });
    }
  }
}

/** The database refuses who had a part in it, and who comes too early. */
async function closeInWords<T>(
  review: ReviewRecord,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    switch (postgresConstraint(error)) {
      case 'reviews_second_person':
        throw withProblem(
          new NotAllowedError('Who had a part in it does not close the review'),
          {
            code: 'involved',
            nextStep: 'Ask somebody else to look at it and close it',
          },
        );
      case 'reviews_next_day':
        throw withProblem(
          new ConflictError(
            `It can be closed from ${review.closableAt} on: look at it with the eyes of the next day`,
          ),
          { code: 'too-early', nextStep: 'Come back tomorrow (UTC)' },
        );
      default:
        throw error;
    }
  }
}
