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

import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';

/** What is added to Backstage's error body. */
export interface ProblemFields {
  /** For decisions by code, e.g. `permissions-off`. */
  readonly code: string;
  /** What to do next, for a person. */
  readonly nextStep: string;
}

/** Nothing may be changed, because nobody could be kept from it. */
export class PermissionsOffError extends NotAllowedError {
  readonly code = 'permissions-off';
  readonly nextStep =
    'Set permission.enabled to true in app-config and install a policy; the README of the permission module has one';

  constructor() {
    super(
      'TokPulse Ops is read-only, because the permissions of this portal are off',
    );
  }
}

/** The plugin has no database or no configuration that it could work with. */
export class UnavailableError extends ServiceUnavailableError {
  readonly code: string;
  readonly nextStep: string;

  constructor(options: ProblemFields & { readonly message: string }) {
    super(options.message);
    this.code = options.code;
    this.nextStep = options.nextStep;
  }
}

/** Adds our fields to an error of Backstage, which its error body then shows. */
export function withProblem<TError extends Error>(
  error: TError,
  fields: ProblemFields,
): TError & ProblemFields {
  return Object.assign(error, fields);
}
