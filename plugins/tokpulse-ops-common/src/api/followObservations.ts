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

import { type ObservationNotice, observationNoticeSchema } from '../domain';
import { followStream, type StreamConnection } from './followStream';

/** How to follow what is new about services. */
export interface FollowObservationsOptions {
  /** One service; default every one that the caller may see. */
  readonly service?: string;
  readonly signal?: AbortSignal;
  /** Told when the connection is there, and when it is lost and tried again. */
  readonly onConnection?: (connection: StreamConnection) => void;
}

/**
 * Follows what is new about services over as many connections as it takes. See
 * `ObservationsClient.follow`.
 */
export function followObservations(
  options: Omit<FollowObservationsOptions, 'service'> & {
    /** Connects to the stream; throws `ResponseError` when it is refused. */
    readonly connect: (signal: AbortSignal) => Promise<Response>;
  },
): AsyncGenerator<ObservationNotice, void, undefined> {
  return followStream({ ...options, read: readNotice });
}

/**
 * A notice of a form that this version does not know is left out: it only says
 * that there is something to read, and pages read now and then anyway.
 */
function readNotice(
  type: string | undefined,
  data: string,
): ObservationNotice | undefined {
  return type === 'observation'
    ? observationNoticeSchema.safeParse(JSON.parse(data)).data
    : undefined;
}
