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

import { ConflictError } from '@backstage/errors';
import { withProblem } from '../problems';

/** Throws unless the person leads the run: others watch, or take over first. */
export function requireLead(
  run: { readonly lead: string },
  person: string,
): void {
  if (run.lead !== person) {
    throw withProblem(new ConflictError(`${run.lead} leads this run`), {
      code: 'not-lead',
      nextStep: 'Take over the run first',
    });
  }
}
