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
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { isError, NotAllowedError } from '@backstage/errors';
import {
  stepApprovePermission,
  type ApprovalItem,
  type ApprovalList,
  type ApprovalState,
  type DecideApproval,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { noSuchApproval } from '../approvals/problems';
import type { ApprovalOfRun, ApprovalService } from '../approvals/types';
import { withProblem } from '../problems';
import type { Access } from './Access';

/** Who looks at an approval. */
interface Reader {
  /** Undefined for a service, which answers nothing. */
  readonly person?: string;
  /** The person and their groups. */
  readonly refs: readonly string[];
  readonly includes: (run: ApprovalOfRun['run']) => boolean;
}

/** Approvals of the runs that the caller may see, and the caller's answers. */
export class AuthorizedApprovals {
  readonly #approvals: ApprovalService;
  readonly #userInfo: Pick<UserInfoService, 'getUserInfo'>;
  readonly #access: Access;

  constructor(options: {
    readonly approvals: ApprovalService;
    readonly userInfo: Pick<UserInfoService, 'getUserInfo'>;
    readonly access: Access;
  }) {
    this.#approvals = options.approvals;
    this.#userInfo = options.userInfo;
    this.#access = options.access;
  }

  async list(
    filter: {
      readonly state?: readonly ApprovalState[];
      readonly service?: string;
      readonly run?: string;
      readonly mine?: 'true' | 'false';
      readonly cursor?: string;
      readonly limit: number;
    },
    credentials: BackstageCredentials,
  ): Promise<ApprovalList> {
    const { mine, ...rest } = filter;
    const visible = await this.#access.visibleRuns(credentials);
    const approvable = await this.#access.runsWith(
      stepApprovePermission,
      credentials,
    );
    const reader = await this.#reader(credentials, approvable.includes);
    const { person, refs } = reader;
    const none =
      mine === 'true' && (!person || approvable.filter.kind === 'none');
    if (visible.kind === 'none' || none) {
      return { items: [] };
    }
    const page = await this.#approvals.list({
      ...rest,
      ...(visible.kind === 'matching' && { visible: visible.query }),
      ...(mine === 'true' &&
        person !== undefined && {
          answerableBy: {
            ...{ person, refs },
            ...(approvable.filter.kind === 'matching' && {
              runs: approvable.filter.query,
            }),
          },
        }),
    });
    return {
      items: page.items.map(approval => toItem(approval, reader)),
      nextCursor: page.nextCursor,
    };
  }

  /** One approval; one that may not be seen is answered like none. */
  get(
    approvalId: string,
    credentials: BackstageCredentials,
  ): Promise<ApprovalItem> {
    return this.#item(approvalId, credentials);
  }

  /** The caller's yes or no; a person's own, and of whom it was asked. */
  async decide(
    options: DecideApproval & { readonly approvalId: string },
    credentials: BackstageCredentials,
  ): Promise<ApprovalItem> {
    const actor = this.#access.personThemselves(credentials);
    this.#access.requireChangesAllowed();
    const approval = await this.#visible(options.approvalId, credentials);
    await this.#access.requireOn(
      stepApprovePermission,
      approval.runId,
      credentials,
    );
    const { refs } = await this.#reader(credentials, () => true);
    if (!isAsked(approval, refs)) {
      throw withProblem(
        new NotAllowedError(
          `Only ${approval.from.join(' or ')} can answer this`,
        ),
        { code: 'not-asked', nextStep: 'Ask one of them' },
      );
    }
    await this.#approvals.decide({ ...options, actor });
    return this.#item(options.approvalId, credentials);
  }

  /** What the caller asked, or said, taken back. */
  async withdraw(
    options: { readonly approvalId: string; readonly comment?: string },
    credentials: BackstageCredentials,
  ): Promise<ApprovalItem> {
    const actor = this.#access.personThemselves(credentials);
    this.#access.requireChangesAllowed();
    await this.#visible(options.approvalId, credentials);
    await this.#approvals.withdraw({ ...options, actor });
    return this.#item(options.approvalId, credentials);
  }

  async #item(
    approvalId: string,
    credentials: BackstageCredentials,
  ): Promise<ApprovalItem> {
    const approval = await this.#visible(approvalId, credentials);
    const { includes } = await this.#access.runsWith(
      stepApprovePermission,
      credentials,
    );
    return toItem(approval, await this.#reader(credentials, includes));
  }

  async #visible(
    approvalId: string,
    credentials: BackstageCredentials,
  ): Promise<ApprovalOfRun> {
    const approval = await this.#approvals.get(approvalId);
    if (approval === undefined) {
      throw noSuchApproval(approvalId);
    }
    try {
      await this.#access.requireRunVisible(approval.runId, credentials);
    } catch (error) {
      // The name of the run would be more than nothing.
      throw isError(error) && error.name === 'NotFoundError'
        ? noSuchApproval(approvalId)
        : error;
    }
    return approval;
  }

  async #reader(
    credentials: BackstageCredentials,
    includes: Reader['includes'],
  ): Promise<Reader> {
    if (!this.#access.isPerson(credentials)) {
      return { refs: [], includes };
    }
    const person = this.#access.personOf(credentials);
    const info = await this.#userInfo.getUserInfo(credentials);
    return { person, refs: [person, ...info.ownershipEntityRefs], includes };
  }
}

function isAsked({ from }: ApprovalOfRun, refs: readonly string[]): boolean {
  return from.length === 0 || from.some(ref => refs.includes(ref));
}

function toItem(approval: ApprovalOfRun, reader: Reader): ApprovalItem {
  const { run, settledAt, ...shown } = approval;
  const notMineBecause = whyNotMine(approval, reader);
  return {
    ...shown,
    runbook: run.runbook,
    lead: run.lead,
    reason: run.reason,
    mine: notMineBecause === undefined,
    notMineBecause,
  };
}

function whyNotMine(
  approval: ApprovalOfRun,
  { person, refs, includes }: Reader,
): string | undefined {
  const { state, decidedBy, excluded, requestedBy, from, run } = approval;
  if (state !== 'open') {
    return `It is ${state}${decidedBy ? `, by ${decidedBy}` : ''}`;
  }
  if (person === undefined) {
    return 'Only a person can answer';
  }
  if (excluded.includes(person)) {
    return person === requestedBy || person === run.requestedBy
      ? 'You asked for it; somebody else has to answer'
      : 'You changed the plan; somebody else has to answer';
  }
  if (!isAsked(approval, refs)) {
    return `Only ${from.join(' or ')} can answer`;
  }
  return includes(run)
    ? undefined
    : `You do not have the permission ${stepApprovePermission.name}`;
}
