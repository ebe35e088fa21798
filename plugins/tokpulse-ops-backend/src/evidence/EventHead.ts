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

/** The end of the chain of a run's events, as its row keeps it. */
export interface EventHead {
  /** Number of the last event. */
  readonly seq: number;
  /** Code of the last event; null before the first one that has a code. */
  readonly mac: Buffer | null;
  /** Time of the last event; null where it was not kept yet. */
  readonly at: Date | null;
}

/** Before the first event of a run. */
export const NO_EVENTS: EventHead = { seq: 0, mac: null, at: null };

/** Columns of the head in `runs`, as PostgreSQL gives them. */
export interface EventHeadRow {
  readonly seq: string;
  readonly mac: Buffer | null;
  readonly event_at: Date | null;
}

export function toEventHead(row: EventHeadRow): EventHead {
  return { seq: Number(row.seq), mac: row.mac, at: row.event_at };
}
