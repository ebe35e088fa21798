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

import { describeApiError } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Notice } from './Notice';

export interface ProblemNoticeProps {
  readonly title: string;
  readonly error: unknown;
}

/** Why something that the reader did was not accepted. */
export const ProblemNotice = ({ title, error }: ProblemNoticeProps) => {
  const problem = describeApiError(error);
  return (
    <Notice tone="critical" title={title} alert>
      <p>{problem.message}</p>
      {problem.nextStep !== undefined && <p>{problem.nextStep}</p>}
    </Notice>
  );
};
