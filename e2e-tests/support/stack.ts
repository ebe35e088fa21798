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

const VARIABLE = 'TOKPULSE_E2E_STACK';

/** What the specs know of the running portal and sandbox. */
export interface Stack {
  readonly portalUrl: string;
  readonly sandboxUrl: string;
  /** What the sandbox handed over; another replica is started with it. */
  readonly sandboxEnv: Readonly<Record<string, string>>;
}

/** Leaves the stack to Playwright's workers, which inherit our environment. */
export function handOver(stack: Stack) {
  process.env[VARIABLE] = JSON.stringify(stack);
}

export function readStack(): Stack {
  const value = process.env[VARIABLE];
  if (!value) {
    throw new Error('The global set-up did not start the portal');
  }
  return JSON.parse(value);
}
