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

import type { Finding } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

type FindingText = Pick<Finding, 'code' | 'message' | 'nextStep'>;

/** Findings about one step. */
export class StepFindings {
  readonly #stepId: string;
  readonly #findings: Finding[] = [];

  constructor(options: { readonly stepId: string }) {
    this.#stepId = options.stepId;
  }

  get all(): readonly Finding[] {
    return this.#findings;
  }

  /** The plan cannot be run with it. */
  block(finding: FindingText): void {
    this.add('blocking', finding);
  }

  /** The operator should know it. */
  warn(finding: FindingText): void {
    this.add('warning', finding);
  }

  add(level: Finding['level'], finding: FindingText): void {
    this.#findings.push({ level, stepId: this.#stepId, ...finding });
  }
}
