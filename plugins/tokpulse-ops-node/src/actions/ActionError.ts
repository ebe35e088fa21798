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

import type { ErrorCode } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** Options of an {@link ActionError}. */
export interface ActionErrorOptions {
  /** From the closed set; decides what the page offers next. */
  readonly code: ErrorCode;
  /** What happened, to what. Shown and stored: never put a secret or a raw provider error here. */
  readonly message: string;
  /** What to do next. */
  readonly nextStep?: string;
  /**
   * Whether the effect may have happened although it failed. A `once` step
   * that fails with `possible` becomes *unknown* instead of *failed*.
   * Default `none`.
   */
  readonly effect?: 'none' | 'possible';
  /** The original error; logged under a correlation id, never stored or shown. */
  readonly cause?: unknown;
}

/** The only error whose text leaves an action. Anything else becomes `internal`. */
export class ActionError extends Error {
  readonly code: ErrorCode;
  readonly nextStep?: string;
  readonly effect: 'none' | 'possible';

  constructor(options: ActionErrorOptions) {
    super(options.message, { cause: options.cause });
    this.name = 'ActionError';
    this.code = options.code;
    this.nextStep = options.nextStep;
    this.effect = options.effect ?? 'none';
  }
}
