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

/** The places in a drive where tests stop or kill the process. */
export type FailpointName =
  | 'before-claim'
  | 'after-claim'
  | 'after-intent'
  | 'after-effect'
  | 'after-settle';

/** Called at each place; the default does nothing. */
export type Failpoint = (
  name: FailpointName,
  context: {
    readonly runId: string;
    readonly stepId?: string;
    /** Of a step with `each`: position of the item. */
    readonly item?: number;
  },
) => void | Promise<void>;

/** What everybody but the engine's own test processes uses. */
export const noFailpoint: Failpoint = () => undefined;
