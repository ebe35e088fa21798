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

import type { ApprovalRecord } from './store/ApprovalRecord';
import type { Question } from './store/askApproval';
import type { FoundApproval } from './store/findApproval';

/** What the last question about a step means for it now. */
export type Verdict =
  /** It may begin; without an approval because the glass is broken. */
  | { readonly kind: 'covered'; readonly approval?: ApprovalRecord }
  /** Somebody may still answer. */
  | { readonly kind: 'open'; readonly approval: ApprovalRecord }
  /** No, or silence, that the run has not heard yet. */
  | { readonly kind: 'refused'; readonly approval: ApprovalRecord }
  /** A new question is due; `outdated` is open, or a yes that does not fit. */
  | { readonly kind: 'ask'; readonly outdated?: ApprovalRecord };

/**
 * Judges the last question about a plan, or a step of it. A yes holds for the
 * hash, the input and the time it was given for, and for every try of the steps
 * it covers.
 */
export function judge(
  standing: { readonly glassBroken: boolean; readonly last?: FoundApproval },
  question: Question,
): Verdict {
  if (standing.glassBroken) {
    return { kind: 'covered' };
  }
  if (standing.last === undefined) {
    return { kind: 'ask' };
  }
  const { approval, overdue } = standing.last;
  const { state, settledAt } = approval;
  if (approval.inputHash !== question.step?.inputHash) {
    return { kind: 'ask', outdated: approval };
  }
  switch (state) {
    case 'approved':
      return overdue
        ? { kind: 'ask', outdated: approval }
        : { kind: 'covered', approval };
    case 'open':
      return { kind: overdue ? 'refused' : 'open', approval };
    case 'rejected':
    case 'withdrawn':
    case 'expired':
      return settledAt === undefined
        ? { kind: 'refused', approval }
        : { kind: 'ask' };
    case 'void':
      return { kind: 'ask' };
    default: {
      const never: never = state;
      throw new Error(`Unexpected state '${never}'`);
    }
  }
}
