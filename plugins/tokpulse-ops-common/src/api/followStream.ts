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

/** Whether a stream is connected now. */
export type StreamConnection = 'connected' | 'lost';

/** The server sends a comment every 15 s; a longer silence is a dead connection. */
const SILENCE_MS = 45_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 10_000;
/** A token that is renewed sooner than this is no reason to connect in a tight loop. */
const RENEWAL_MIN_MS = 1_000;

/** What a stream carries is not what this version knows; trying again does not help. */
export class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

/** How to follow a stream of server-sent events. */
export interface FollowStreamOptions<T> {
  /** Connects; throws `ResponseError` when it is refused. */
  readonly connect: (signal: AbortSignal) => Promise<Response>;
  /** Reads one message; undefined when it is of a type that is not for us. */
  readonly read: (type: string | undefined, data: string) => T | undefined;
  /** Whether a message brings something new; what is not new is left out. */
  readonly isNew?: (item: T) => boolean;
  /** Told when the connection is there, and when it is lost and tried again. */
  readonly onConnection?: (connection: StreamConnection) => void;
  readonly signal?: AbortSignal;
}

type Message<T> =
  | { readonly kind: 'item'; readonly item: T }
  | { readonly kind: 'end' }
  | { readonly kind: 'renew' }
  | { readonly kind: 'problem'; readonly body: string };

/**
 * The messages of a stream over as many connections as it takes. Ends when the
 * stream says that it is over, or when `signal` aborts; throws when it is
 * refused.
 */
export async function* followStream<T>(
  options: FollowStreamOptions<T>,
): AsyncGenerator<T, void, undefined> {
  const { connect, read, isNew = () => true, onConnection } = options;
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
      const response = await connect(signal);
      onConnection?.('connected');
      for await (const message of readMessages({
        response,
        connection,
        read,
      })) {
        switch (message.kind) {
          case 'item':
            if (isNew(message.item)) {
              retryMs = FIRST_RETRY_MS;
              yield message.item;
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

async function* readMessages<T>(options: {
  readonly response: Response;
  readonly connection: AbortController;
  readonly read: FollowStreamOptions<T>['read'];
}): AsyncGenerator<Message<T>, void, undefined> {
  const { response, connection, read } = options;
  if (response.body === null) {
    return;
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let messages: Message<T>[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => {
      const message = readMessage({ type: event, data, read });
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

function readMessage<T>(options: {
  readonly type: string | undefined;
  readonly data: string;
  readonly read: FollowStreamOptions<T>['read'];
}): Message<T> | undefined {
  const { type, data, read } = options;
  switch (type) {
    case 'end':
      return { kind: 'end' };
    case 'renew':
      return { kind: 'renew' };
    case 'problem':
      return { kind: 'problem', body: data };
    default: {
      const item = read(type, data);
      return item === undefined ? undefined : { kind: 'item', item };
    }
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
