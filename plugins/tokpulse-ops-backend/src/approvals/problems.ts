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

import { NotFoundError } from '@backstage/errors';
import { withProblem } from '../problems';

/** The one answer for an approval that is not there or may not be seen. */
export function noSuchApproval(id: string): NotFoundError {
  return withProblem(new NotFoundError(`There is no approval '${id}'`), {
    code: 'no-such-approval',
    nextStep: 'Open the list of approvals',
  });
}

/** The one answer for a review that is not there or may not be seen. */
export function noSuchReview(id: string): NotFoundError {
  return withProblem(new NotFoundError(`There is no review '${id}'`), {
    code: 'no-such-review',
    nextStep: 'Open the list of reviews',
  });
}
