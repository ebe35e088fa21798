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

import { ResponseError } from '@backstage/errors';
import { createParser } from 'eventsource-parser';
import { type RunEvent, runEventSchema } from '../domain';

/** Whether the stream of events is connected now. */
export type StreamConnection = 'connected' | 'lost';

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

/** The server sends a comment every 15 s; a longer silence is a dead connection. */
const SILENCE_MS = 45_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 10_000;
/** A token that is renewed sooner than this is no reason to connect in a tight loop. */
const RENEWAL_MIN_MS = 1_000;

class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

type Message =
  | { readonly kind: 'event'; readonly event: RunEvent }
  | { readonly kind: 'end' }
  | { readonly kind: 'renew' }
  | { readonly kind: 'problem'; readonly body: string };

/**
 * Follows the stream of events of a run over as many connections as it takes.
 * See `TokPulseOpsClient.followEvents`.
 */
export async function* followRunEvents(
  options: FollowOptions & { readonly connect: ConnectStream },
): AsyncGenerator<RunEvent, void, undefined> {
  const { connect, onConnection } = options;
  let after = options.after ?? 0;
  let retryMs = FIRST_RETRY_MS;
  while (!options.signal?.aborted) {
    let renewed = false;
    const began = Date.now();
    const connection = new AbortController();
    const signal =
      options.signal === undefined
        ? connection.signal
        : AbortSignal.any([options.signal, connection.signal]);
    try {
      const response = await connect({ after, signal });
      onConnection?.('connected');
      for await (const message of readMessages(response, connection)) {
        switch (message.kind) {
          case 'event':
            if (message.event.seq > after) {
              after = message.event.seq;
              retryMs = FIRST_RETRY_MS;
              yield message.event;
            }
            break;
          case 'end':
            return;
          case 'renew':
            renewed = true;
            break;
          case 'problem':
            throw await ResponseError.fromResponse(
              problemResponse(message.body),
            );
          default:
            throw new Error(
              `Unknown message ${JSON.stringify(message satisfies never)}`,
            );
        }
      }
    } catch (error) {
      if (options.signal?.aborted) {
        return;
      }
      if (!canRetry(error)) {
        throw error;
      }
    } finally {
      connection.abort();
    }
    if (!renewed || Date.now() - began < RENEWAL_MIN_MS) {
      onConnection?.('lost');
      await sleep(retryMs, options.signal);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }
}

/** Refusals are final; a lost connection, an overload and a restart are not. */
function canRetry(error: unknown): boolean {
  if (ResponseError.is(error)) {
    return error.statusCode >= 500 || error.statusCode === 429;
  }
  return !(error instanceof MalformedEventError);
}

async function* readMessages(
  response: Response,
  connection: AbortController,
): AsyncGenerator<Message, void, undefined> {
  if (response.body === null) {
    return;
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let messages: Message[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => {
      const message = readMessage(event, data);
      if (message !== undefined) {
        messages.push(message);
      }
    },
  });
  let silence = setTimeout(() => connection.abort(), SILENCE_MS);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      clearTimeout(silence);
      parser.feed(decoder.decode(value, { stream: true }));
      const ready = messages;
      messages = [];
      yield* ready;
      silence = setTimeout(() => connection.abort(), SILENCE_MS);
    }
  } finally {
    clearTimeout(silence);
    // The consumer may have stopped in the middle; nothing is left to be told.
    reader.cancel().catch(() => undefined);
  }
}

function readMessage(
  type: string | undefined,
  data: string,
): Message | undefined {
  switch (type) {
    case 'run-event': {
      const parsed = runEventSchema.safeParse(JSON.parse(data));
      if (!parsed.success) {
        throw new MalformedEventError(
          'The backend sent an event that this version does not know; frontend and backend may differ in version',
          { cause: parsed.error },
        );
      }
      return { kind: 'event', event: parsed.data };
    }
    case 'end':
      return { kind: 'end' };
    case 'renew':
      return { kind: 'renew' };
    case 'problem':
      return { kind: 'problem', body: data };
    default:
      return undefined;
  }
}

function problemResponse(body: string): Response {
  const parsed: { response?: { statusCode?: unknown } } = JSON.parse(body);
  const status = Number(parsed.response?.statusCode);
  return new Response(body, {
    status: status >= 400 && status <= 599 ? status : 500,
    headers: { 'content-type': 'application/json' },
  });
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const listening = new AbortController();
    const timer = setTimeout(() => {
      listening.abort();
      resolve();
    }, milliseconds);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true, signal: listening.signal },
    );
  });
}
