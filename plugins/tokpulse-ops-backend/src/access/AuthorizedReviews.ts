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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { isError, NotAllowedError } from '@backstage/errors';
import {
  breakGlassPermission,
  runControlPermission,
  stepApprovePermission,
  type Review,
  type ReviewList,
  type RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { noSuchReview } from '../approvals/problems';
import type { ReviewRecord, ReviewService } from '../approvals/types';
import { withProblem } from '../problems';
import type { RunReader } from '../runs/types';
import { noSuchRun, type Access } from './Access';

const EITHER = `${runControlPermission.name} or ${stepApprovePermission.name}`;

/** Who may close reviews: those who steer runs, and those who approve them. */
type MayClose = (review: ReviewRecord) => boolean;

/** Broken glass of the runs that the caller may see. */
export class AuthorizedReviews {
  readonly #reviews: ReviewService;
  readonly #reader: Pick<RunReader, 'get'>;
  readonly #access: Access;

  constructor(options: {
    readonly reviews: ReviewService;
    readonly reader: Pick<RunReader, 'get'>;
    readonly access: Access;
  }) {
    this.#reviews = options.reviews;
    this.#reader = options.reader;
    this.#access = options.access;
  }

  async breakGlass(
    options: { readonly runId: string; readonly reason: string },
    credentials: BackstageCredentials,
  ): Promise<RunDetail> {
    const { runId } = options;
    const actor = this.#access.personThemselves(credentials);
    this.#access.requireChangesAllowed();
    await this.#access.requireRunVisible(runId, credentials);
    await this.#access.requireOn(breakGlassPermission, runId, credentials);
    await this.#reviews.breakGlass({ ...options, actor });
    const run = await this.#reader.get(runId);
    if (run === undefined) {
      throw noSuchRun(runId);
    }
    return run;
  }

  async list(
    filter: {
      readonly state?: Review['state'];
      readonly service?: string;
      readonly run?: string;
      readonly cursor?: string;
      readonly limit: number;
    },
    credentials: BackstageCredentials,
  ): Promise<ReviewList> {
    const visible = await this.#access.visibleRuns(credentials);
    if (visible.kind === 'none') {
      return { items: [] };
    }
    const page = await this.#reviews.list({
      ...filter,
      ...(visible.kind === 'matching' && { visible: visible.query }),
    });
    const mayClose = await this.#mayClose(credentials);
    const person = this.#personOf(credentials);
    return {
      items: page.items.map(review => toReview(review, { person, mayClose })),
      nextCursor: page.nextCursor,
    };
  }

  async close(
    options: { readonly reviewId: string; readonly note: string },
    credentials: BackstageCredentials,
  ): Promise<Review> {
    const { reviewId } = options;
    const person = this.#access.personThemselves(credentials);
    this.#access.requireChangesAllowed();
    const review = await this.#visible(reviewId, credentials);
    const mayClose = await this.#mayClose(credentials);
    if (!mayClose(review)) {
      throw withProblem(
        new NotAllowedError(`This needs the permission ${EITHER}`),
        {
          code: 'permission-missing',
          nextStep: `Ask an administrator of the portal for a role with ${EITHER}`,
        },
      );
    }
    await this.#reviews.close({ ...options, actor: person });
    const closed = await this.#visible(reviewId, credentials);
    return toReview(closed, { person, mayClose });
  }

  async #mayClose(credentials: BackstageCredentials): Promise<MayClose> {
    const decisions = await Promise.all([
      this.#access.runsWith(runControlPermission, credentials),
      this.#access.runsWith(stepApprovePermission, credentials),
    ]);
    return ({ run }) => decisions.some(({ includes }) => includes(run));
  }

  #personOf(credentials: BackstageCredentials): string | undefined {
    return this.#access.isPerson(credentials)
      ? this.#access.personOf(credentials)
      : undefined;
  }

  async #visible(
    reviewId: string,
    credentials: BackstageCredentials,
  ): Promise<ReviewRecord> {
    const review = await this.#reviews.get(reviewId);
    if (review === undefined) {
      throw noSuchReview(reviewId);
    }
    try {
      await this.#access.requireRunVisible(review.runId, credentials);
    } catch (error) {
      throw isError(error) && error.name === 'NotFoundError'
        ? noSuchReview(reviewId)
        : error;
    }
    return review;
  }
}

function toReview(
  review: ReviewRecord,
  reader: { readonly person?: string; readonly mayClose: MayClose },
): Review {
  const { involved, due, run, ...shown } = review;
  const notMineBecause = whyNotMine(review, reader);
  return {
    ...shown,
    mine: notMineBecause === undefined,
    notMineBecause,
  };
}

function whyNotMine(
  review: ReviewRecord,
  {
    person,
    mayClose,
  }: { readonly person?: string; readonly mayClose: MayClose },
): string | undefined {
  const { state, mode, involved, due, closableAt, closedBy } = review;
  if (state === 'closed') {
    return `It was closed by ${closedBy}`;
  }
  if (person === undefined) {
    return 'Only a person can close it';
  }
  if (mode === 'team' && involved.includes(person)) {
    return 'You had a part in it; somebody else has to look at it';
  }
  if (mode === 'solo' && !due) {
    return `It can be closed from ${closableAt} on, with the eyes of the next day`;
  }
  return mayClose(review)
    ? undefined
    : `You do not have the permission ${EITHER}`;
}
