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

/** Times of a feed, in milliseconds. */
export interface RunFeedTimes {
  /** Between two questions when the stream does not get through. */
  readonly poll: number;
  /** How long to ask before the stream is tried again. */
  readonly streamAgain: number;
  /** Between two comparisons with the backend while the stream is open. */
  readonly compare: number;
  /** How far the stream may lag behind such a comparison. */
  readonly lag: number;
  /** After a change of state, until the whole view of it is read. */
  readonly settle: number;
  /** How long changes are gathered before the page is told. */
  readonly gather: number;
}

export const defaultTimes: RunFeedTimes = {
  poll: 2_000,
  streamAgain: 60_000,
  compare: 15_000,
  lag: 3_000,
  settle: 400,
  gather: 50,
};
