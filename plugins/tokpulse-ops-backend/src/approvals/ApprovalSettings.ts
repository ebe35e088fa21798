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

/** What `tokpulseOps.approvals` says beside the mode. */
export interface ApprovalSettings {
  /** Who may answer where a step does not say; empty: all with the permission. */
  readonly from: readonly string[];
  /** Who is told where nobody in particular is asked. */
  readonly notify: readonly string[];
  /** How long a question can be answered, and a yes be used. */
  readonly expireAfterMs: number;
}

/** As without configuration. */
export const defaultApprovalSettings: ApprovalSettings = {
  from: [],
  notify: [],
  expireAfterMs: 4 * 60 * 60_000,
};
