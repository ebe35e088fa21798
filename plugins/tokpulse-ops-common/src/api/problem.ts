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

import { isError, ResponseError } from '@backstage/errors';
import { apiErrorSchema, type PlanDifference } from './schemas';

/** What a failed request says, for a person and for a decision by `code`. */
export interface ApiProblem {
  /** HTTP status; absent when there was no answer. */
  readonly status?: number;
  /** E.g. `NotFoundError`. */
  readonly name: string;
  readonly message: string;
  /** E.g. `permissions-off`. */
  readonly code?: string;
  /** What to do next. */
  readonly nextStep?: string;
  /** With `invalid-inputs`: what is wrong with each input, e.g. `hosts/0`. */
  readonly fields?: readonly {
    readonly path: string;
    readonly message: string;
  }[];
  /** With `plan-differs`: what is another by now. */
  readonly differences?: readonly PlanDifference[];
}

/** Reads what a request of {@link TokPulseOpsClient} failed with. */
export function describeApiError(error: unknown): ApiProblem {
  if (ResponseError.is(error)) {
    const parsed = apiErrorSchema.safeParse(error.body);
    if (!parsed.success) {
      const { name, message } = error.body.error;
      return { status: error.statusCode, name, message };
    }
    const { name, message, code, nextStep, fields, differences } =
      parsed.data.error;
    return {
      status: error.statusCode,
      name,
      message,
      ...(code !== undefined && { code }),
      ...(nextStep !== undefined && { nextStep }),
      ...(fields !== undefined && { fields }),
      ...(differences !== undefined && { differences }),
    };
  }
  return isError(error)
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) };
}
