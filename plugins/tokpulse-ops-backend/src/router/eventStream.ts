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

import type { RunEvent } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  writeServerSentEvents,
  type ServerSentEvent,
  type ServerSentEventsOptions,
} from './serverSentEvents';

/** Options of {@link writeEventStream}. */
export interface EventStreamOptions
  extends Omit<ServerSentEventsOptions, 'events' | 'last'> {
  readonly events: (options: {
    readonly signal: AbortSignal;
  }) => AsyncIterable<RunEvent>;
  /** Whether the run is over and the event was its last. */
  readonly isOver: (lastSeq: number) => Promise<boolean>;
  readonly after: number;
}

/**
 * Writes the events of a run as server-sent events; `end` says that the run is
 * over.
 */
export async function writeEventStream(
  options: EventStreamOptions,
): Promise<void> {
  const { events, isOver, after, ...stream } = options;
  let lastSeq = after;
  await writeServerSentEvents({
    ...stream,
    async *events({ signal }): AsyncIterable<ServerSentEvent> {
      for await (const event of events({ signal })) {
        lastSeq = event.seq;
        yield { event: 'run-event', data: event, id: event.seq };
      }
    },
    last: async () =>
      (await isOver(lastSeq)) ? { event: 'end', data: { lastSeq } } : undefined,
  });
}
