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

import type { ApprovalItem, Review } from '../domain';
import type { ApiTransport, RequestOptions } from './ApiTransport';
import { apiRoutes, fillPath } from './routes';
import type {
  ApprovalList,
  CloseReview,
  DecideApproval,
  ListApprovalsQuery,
  ListReviewsQuery,
  ReviewList,
  WithdrawApproval,
} from './schemas';

/** Approvals: questions to a second person. */
export class ApprovalsClient {
  readonly #transport: ApiTransport;

  constructor(transport: ApiTransport) {
    this.#transport = transport;
  }

  /** Newest first; `nextCursor` is absent on the last page. */
  list(
    query: ListApprovalsQuery = {},
    options?: RequestOptions,
  ): Promise<ApprovalList> {
    const route = apiRoutes.listApprovals;
    const { limit, ...rest } = query;
    return this.#transport.send({
      route,
      path: route.path,
      query: { ...rest, ...(limit !== undefined && { limit: Number(limit) }) },
      options,
    });
  }

  /** One approval; 404 when there is none, or none that the caller may see. */
  get(
    { approvalId }: { readonly approvalId: string },
    options?: RequestOptions,
  ): Promise<ApprovalItem> {
    const route = apiRoutes.getApproval;
    const path = fillPath(route.path, { approval: approvalId });
    return this.#transport.send({ route, path, options });
  }

  /** Answers the question; only one answer counts. */
  decide(
    { approvalId, ...body }: { readonly approvalId: string } & DecideApproval,
    options?: RequestOptions,
  ): Promise<ApprovalItem> {
    const route = apiRoutes.decideApproval;
    const path = fillPath(route.path, { approval: approvalId });
    return this.#transport.send({ route, path, body, options });
  }

  /** Takes back the question, or a yes that was not used yet. */
  withdraw(
    { approvalId, ...body }: { readonly approvalId: string } & WithdrawApproval,
    options?: RequestOptions,
  ): Promise<ApprovalItem> {
    const route = apiRoutes.withdrawApproval;
    const path = fillPath(route.path, { approval: approvalId });
    return this.#transport.send({ route, path, body, options });
  }
}

/** Reviews of broken glass. */
export class ReviewsClient {
  readonly #transport: ApiTransport;

  constructor(transport: ApiTransport) {
    this.#transport = transport;
  }

  /** Newest first; `nextCursor` is absent on the last page. */
  list(
    query: ListReviewsQuery = {},
    options?: RequestOptions,
  ): Promise<ReviewList> {
    const route = apiRoutes.listReviews;
    const { limit, ...rest } = query;
    return this.#transport.send({
      route,
      path: route.path,
      query: { ...rest, ...(limit !== undefined && { limit: Number(limit) }) },
      options,
    });
  }

  close(
    { reviewId, ...body }: { readonly reviewId: string } & CloseReview,
    options?: RequestOptions,
  ): Promise<Review> {
    const route = apiRoutes.closeReview;
    const path = fillPath(route.path, { review: reviewId });
    return this.#transport.send({ route, path, body, options });
  }
}
