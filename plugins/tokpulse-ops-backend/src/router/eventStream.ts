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
import type { RunEvent } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Response } from 'express';
import { publicError } from './errorBodies';

const HEARTBEAT_MS = 15_000;
/** A timer of Node cannot wait for longer than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Options of {@link writeEventStream}. */
export interface EventStreamOptions {
  readonly res: Response;
  readonly events: (options: {
    readonly signal: AbortSignal;
  }) => AsyncIterable<RunEvent>;
  /** Whether the run is over and the event was its last. */
  readonly isOver: (lastSeq: number) => Promise<boolean>;
  readonly after: number;
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
 * Writes events as server-sent events, no faster than the reader takes them.
 * `end` says that the run is over; a stream that just closes is to be
 * connected again.
 */
export async function writeEventStream(
  options: EventStreamOptions,
): Promise<void> {
  const { res, events, gone, stopping, expiresAt, logger } = options;
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

  let lastSeq = options.after;
  try {
    for await (const event of events({ signal })) {
      lastSeq = event.seq;
      await write(res, frame('run-event', event, event.seq), signal);
    }
    if (renewal.signal.aborted) {
      await write(res, frame('renew', {}), gone);
    } else if (!signal.aborted && (await options.isOver(lastSeq))) {
      await write(res, frame('end', { lastSeq }), gone);
    }
  } catch (error) {
    if (!signal.aborted) {
      const shown = publicError(error, logger);
      const statusCode = statusOf(shown);
      if (statusCode < 500) {
        const { stack, ...body } = serializeError(shown);
        const problem = { error: body, response: { statusCode } };
        await write(res, frame('problem', problem), gone);
      }
    }
  } finally {
    timers.forEach(timer => clearTimeout(timer));
    res.end();
  }
}

function frame(event: string, data: unknown, id?: number): string {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return `${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

async function write(
  res: Response,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  if (!res.writableEnded && !res.destroyed && !res.write(text)) {
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
