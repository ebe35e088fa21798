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

import { once } from 'node:events';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { serializeError } from '@backstage/errors';
import type { Response } from 'express';
import { publicError } from './errorBodies';

const HEARTBEAT_MS = 15_000;
/** A timer of Node cannot wait for longer than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** One server-sent event; its data is written as JSON. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: unknown;
  readonly id?: number;
}

/** Options of {@link writeServerSentEvents}. */
export interface ServerSentEventsOptions {
  readonly res: Response;
  /** Ends by itself, or when the signal aborts. */
  readonly events: (options: {
    readonly signal: AbortSignal;
  }) => AsyncIterable<ServerSentEvent>;
  /** The last event when the others ended by themselves. */
  readonly last?: () => Promise<ServerSentEvent | undefined>;
  /** The reader has gone away. */
  readonly gone: AbortSignal;
  /** This process stops; the reader should connect to another one. */
  readonly stopping: AbortSignal;
  /** When the reader's token expires. */
  readonly expiresAt?: Date;
  readonly logger: LoggerService;
  readonly heartbeatMs?: number;
}

/**
 * Writes server-sent events, no faster than the reader takes them. `renew` asks
 * to connect again with a fresh token, `problem` carries an error body; a stream
 * that just closes is to be connected again.
 */
export async function writeServerSentEvents(
  options: ServerSentEventsOptions,
): Promise<void> {
  const { res, events, last, gone, stopping, expiresAt, logger } = options;
  const renewal = new AbortController();
  const signal = AbortSignal.any([gone, stopping, renewal.signal]);
  const timers = [
    setInterval(
      () => res.write(': still here\n\n'),
      options.heartbeatMs ?? HEARTBEAT_MS,
    ),
    ...(expiresAt === undefined
      ? []
      : [setTimeout(() => renewal.abort(), millisecondsUntil(expiresAt))]),
  ];

  res.status(200).set({
    'content-type': 'text/event-stream; charset=utf-8',
    // The compression of the root middleware would hold lines back.
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  res.flushHeaders();

  try {
    for await (const event of events({ signal })) {
      await write(res, event, signal);
    }
    if (renewal.signal.aborted) {
      await write(res, { event: 'renew', data: {} }, gone);
    } else if (!signal.aborted) {
      const end = await last?.();
      if (end !== undefined) {
        await write(res, end, gone);
      }
    }
  } catch (error) {
    if (!signal.aborted) {
      const shown = publicError(error, logger);
      const statusCode = statusOf(shown);
      if (statusCode < 500) {
        const { stack, ...body } = serializeError(shown);
        const data = { error: body, response: { statusCode } };
        await write(res, { event: 'problem', data }, gone);
      }
    }
  } finally {
    timers.forEach(timer => clearTimeout(timer));
    res.end();
  }
}

function frame({ event, data, id }: ServerSentEvent): string {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return `${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

async function write(
  res: Response,
  event: ServerSentEvent,
  signal: AbortSignal,
): Promise<void> {
  if (!res.writableEnded && !res.destroyed && !res.write(frame(event))) {
    await once(res, 'drain', { signal });
  }
}

function millisecondsUntil(date: Date): number {
  return Math.min(Math.max(date.getTime() - Date.now(), 0), LONGEST_TIMER_MS);
}

function statusOf(error: Error): number {
  switch (error.name) {
    case 'NotAllowedError':
      return 403;
    case 'NotFoundError':
      return 404;
    case 'AuthenticationError':
      return 401;
    default:
      return 500;
  }
}
