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

import type { SafeError } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ApprovalRecord } from './store/ApprovalRecord';

const ASK_ANEW =
  'Talk to them, then retry the step to ask anew, or decide how the run goes on without it';

/** Why a step that needed a yes does not begin. */
export function refusalError(approval: ApprovalRecord): SafeError {
  const { state, decidedBy = 'Somebody', comment } = approval;
  switch (state) {
    case 'rejected':
      return {
        code: 'forbidden',
        message: `${decidedBy} said no${comment ? `: ${comment}` : ''}`,
        nextStep: ASK_ANEW,
      };
    case 'withdrawn':
      return {
        code: 'forbidden',
        message: `${decidedBy} withdrew the question for an approval${
          comment ? `: ${comment}` : ''
        }`,
        nextStep: 'Retry the step to ask anew, or decide how the run goes on',
      };
    case 'expired':
      return {
        code: 'timeout',
        message: `Nobody answered the question for an approval until ${approval.expiresAt}`,
        nextStep: ASK_ANEW,
      };
    case 'open':
    case 'approved':
    case 'void':
      throw new Error(`The approval ${approval.id} is ${state}, not refused`);
    default: {
      const never: never = state;
      throw new Error(`Unexpected state '${never}'`);
    }
  }
}
