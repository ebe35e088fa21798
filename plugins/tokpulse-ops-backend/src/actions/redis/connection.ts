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

import { ActionError } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { Redis } from 'ioredis';

const CONNECT_TIMEOUT_MS = 2_000;
const COMMAND_TIMEOUT_MS = 3_000;

/**
 * Runs one thing on a connection of its own and closes it. Nothing is retried:
 * a client that keeps trying would add its storm to whatever is wrong. Throws
 * `ActionError`.
 */
export async function withRedis<T>(
  options: {
    readonly url: string;
    readonly name: string;
    readonly signal: AbortSignal;
  },
  use: (redis: Redis) => Promise<T>,
): Promise<T> {
  const { url, name, signal } = options;
  signal.throwIfAborted();
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    reconnectOnError: null,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    connectionName: 'tokpulse-ops',
  });
  let connectionError: unknown;
  redis.on('error', error => {
    connectionError ??= error;
  });
  const cancel = () => redis.disconnect();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await redis.connect();
    return await use(redis);
  } catch (error) {
    if (signal.aborted) {
      throw new ActionError({
        code: 'cancelled',
        message: `Asking Redis (${name}) was cancelled`,
        cause: error,
      });
    }
    throw explain(name, [connectionError, error]);
  } finally {
    signal.removeEventListener('abort', cancel);
    redis.disconnect();
  }
}

/** The reply of the server outranks the closed connection that follows it. */
function explain(name: string, errors: readonly unknown[]): ActionError {
  const cause = errors.find(error => error !== undefined);
  const texts = errors.map(textOf);
  const says = (pattern: RegExp) => texts.some(text => pattern.test(text));

  if (says(/NOAUTH/)) {
    return new ActionError({
      code: 'unauthorized',
      message: `Redis (${name}) asks for a password and none is configured`,
      nextStep: 'Put user and password into the URL of the connection',
      cause,
    });
  }
  if (says(/WRONGPASS|invalid password/)) {
    return new ActionError({
      code: 'unauthorized',
      message: `Redis (${name}) does not accept the user name and password`,
      nextStep:
        'Check the URL of the connection; the user is called default unless one was made',
      cause,
    });
  }
  if (says(/NOPERM/)) {
    return new ActionError({
      code: 'forbidden',
      message: `The user may not do this at Redis (${name})`,
      cause,
    });
  }
  if (says(/LOADING|MASTERDOWN|BUSY/)) {
    return new ActionError({
      code: 'unreachable',
      message: `Redis (${name}) is there but cannot answer yet`,
      nextStep: 'Try again in a minute',
      cause,
    });
  }
  if (says(/ETIMEDOUT|timed out/i)) {
    return new ActionError({
      code: 'timeout',
      message: `Redis (${name}) did not answer in time`,
      cause,
    });
  }
  if (says(/ENOTFOUND|EAI_AGAIN/)) {
    return new ActionError({
      code: 'unreachable',
      message: `The host name of Redis (${name}) cannot be resolved`,
      cause,
    });
  }
  if (says(/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/)) {
    return new ActionError({
      code: 'unreachable',
      message: `Redis (${name}) refuses connections`,
      nextStep: 'Check that Redis runs',
      cause,
    });
  }
  return new ActionError({
    code: 'connection-lost',
    message: `The connection to Redis (${name}) was lost`,
    cause,
  });
}

/** By its properties and not its class: an error of Node can be of another realm. */
function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) {
    return '';
  }
  const { code = '', message = '' } = error as Record<string, unknown>;
  return `${code} ${message}`;
}
