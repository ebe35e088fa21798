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

import { type RunEvent, runEventSchema } from '../domain';
import {
  followStream,
  MalformedEventError,
  type StreamConnection,
} from './followStream';

/** How to follow the events of a run. */
export interface FollowOptions {
  /** Sequence number after which to begin; default 0. */
  readonly after?: number;
  readonly signal?: AbortSignal;
  /** Told when the connection is there, and when it is lost and tried again. */
  readonly onConnection?: (connection: StreamConnection) => void;
}

/** Connects to the stream; throws `ResponseError` when it is refused. */
export type ConnectStream = (options: {
  readonly after: number;
  readonly signal: AbortSignal;
}) => Promise<Response>;

/**
 * Follows the stream of events of a run over as many connections as it takes.
 * See `TokPulseOpsClient.followEvents`.
 */
export async function* followRunEvents(
  options: FollowOptions & { readonly connect: ConnectStream },
): AsyncGenerator<RunEvent, void, undefined> {
  const { connect, ...rest } = options;
  let after = options.after ?? 0;
  const events = followStream({
    ...rest,
    connect: signal => connect({ after, signal }),
    read: readEvent,
    isNew: event => event.seq > after,
  });
  for await (const event of events) {
    after = event.seq;
    yield event;
  }
}

function readEvent(
  type: string | undefined,
  data: string,
): RunEvent | undefined {
  if (type !== 'run-event') {
    return undefined;
  }
  const parsed = runEventSchema.safeParse(JSON.parse(data));
  if (!parsed.success) {
    throw new MalformedEventError(
      'The backend sent an event that this version does not know; frontend and backend may differ in version',
      { cause: parsed.error },
    );
  }
  return parsed.data;
}
