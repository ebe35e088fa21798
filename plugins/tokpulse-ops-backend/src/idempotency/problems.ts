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
import { withProblem } from '../problems';

/** Answered with 422, which Backstage has no error class for. */
export class UnprocessableError extends Error {
  override readonly name = 'UnprocessableError';
  readonly status = 422;
}

export function reusedKey(): UnprocessableError {
  return withProblem(
    new UnprocessableError(
      'This idempotency key was used for another request already',
    ),
    {
      code: 'idempotency-key-reused',
      nextStep: 'Use a new key for each thing that you want to happen',
    },
  );
}

export function invalidKey(): InputError {
  return withProblem(
    new InputError(
      'The Idempotency-Key must be 1 to 255 visible ASCII characters',
    ),
    {
      code: 'invalid-idempotency-key',
      nextStep: 'Use a random UUID for each thing that you want to happen',
    },
  );
}
