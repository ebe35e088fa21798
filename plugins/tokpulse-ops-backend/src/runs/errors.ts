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

/**
 * Another driver holds the run by now. The driver that sees this writes nothing
 * more, but for a `late-result`.
 */
export class FencedError extends Error {
  readonly runId: string;
  readonly fence: number;

  constructor(runId: string, fence: number) {
    super(`Fence ${fence} of run ${runId} was taken over`);
    this.name = 'FencedError';
    this.runId = runId;
    this.fence = fence;
  }
}

/**
 * A transaction was committed but its answer was lost with the connection, and
 * it cannot be repeated. The driver lets go of the run; the next one reads what
 * is stored.
 */
export class UnknownOutcomeError extends Error {
  constructor(runId: string) {
    super(`A change of run ${runId} was committed without an answer`);
    this.name = 'UnknownOutcomeError';
  }
}
