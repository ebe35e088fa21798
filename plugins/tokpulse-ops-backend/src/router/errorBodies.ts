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

import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  AuthenticationError,
  ConflictError,
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
  type ErrorLike,
} from '@backstage/errors';
import type { ErrorRequestHandler } from 'express';
import { UnprocessableError } from '../idempotency/problems';
import { withProblem, type ProblemFields } from '../problems';

const known: ReadonlyMap<
  string,
  { readonly make: (message: string) => Error } & ProblemFields
> = new Map([
  [
    'InputError',
    {
      make: message => new InputError(message),
      code: 'invalid-request',
      nextStep: 'Correct the request and send it again',
    },
  ],
  [
    'AuthenticationError',
    {
      make: message => new AuthenticationError(message),
      code: 'not-signed-in',
      nextStep: 'Sign in again',
    },
  ],
  [
    'NotAllowedError',
    {
      make: message => new NotAllowedError(message),
      code: 'not-allowed',
      nextStep: 'Ask an administrator of the portal for access',
    },
  ],
  [
    'NotFoundError',
    {
      make: message => new NotFoundError(message),
      code: 'not-found',
      nextStep: 'Check the address',
    },
  ],
  [
    'ConflictError',
    {
      make: message => new ConflictError(message),
      code: 'conflict',
      nextStep: 'Look at the state as it is now, and decide again',
    },
  ],
  [
    'UnprocessableError',
    {
      make: message => new UnprocessableError(message),
      code: 'unprocessable',
      nextStep: 'Correct the request and send it again',
    },
  ],
  [
    'ServiceUnavailableError',
    {
      make: message => new ServiceUnavailableError(message),
      code: 'unavailable',
      nextStep: 'Try again in a moment',
    },
  ],
]);

/**
 * Makes the error that the root middleware of Backstage will answer with:
 * message, code and next step of what is known, a correlation id for all else.
 * Nothing of a driver's or a client's error object gets out.
 */
export function publicError(error: unknown, logger: LoggerService): Error {
  if (isError(error)) {
    const kind = known.get(error.name);
    if (kind !== undefined) {
      return withProblem(kind.make(error.message), {
        code: textOf(error, 'code') ?? kind.code,
        nextStep: textOf(error, 'nextStep') ?? kind.nextStep,
        ...(Array.isArray(error.fields) && { fields: error.fields }),
        ...(Array.isArray(error.differences) && {
          differences: error.differences,
        }),
      });
    }
    const status = Number(error.status);
    if (status >= 400 && status <= 499 && error.expose !== false) {
      const { name, message } = error;
      const [code, nextStep] = [
        textOf(error, 'code'),
        textOf(error, 'nextStep'),
      ];
      // Without a next step the code is that of a library, for programmers.
      return nextStep === undefined
        ? withStatus({ name, message, status })
        : withStatus({ name, message, status, code, nextStep });
    }
  }
  const correlationId = randomUUID();
  logger.error(
    `Request failed unexpectedly (${correlationId})`,
    error instanceof Error ? error : new Error(String(error)),
  );
  return withStatus({
    name: 'InternalServerError',
    message: `Something went wrong that was not expected (${correlationId})`,
    status: 500,
    code: 'internal',
    nextStep: `Look for ${correlationId} in the log of the backend`,
  });
}

/**
 * Express middleware around {@link publicError}. The root middleware shows
 * stacks in development; that of the new error would only lead here.
 */
export function errorBodies(logger: LoggerService): ErrorRequestHandler {
  return (error, _req, _res, next) => {
    const shown = publicError(error, logger);
    shown.stack = `${shown.name}: ${shown.message}`;
    next(shown);
  };
}

/** An error that the middleware answers with this status. */
export function withStatus(options: {
  readonly name: string;
  readonly message: string;
  readonly status: number;
  readonly code?: string;
  readonly nextStep?: string;
}): Error {
  const { name, message, status } = options;
  const error = new Error(message);
  error.name = name;
  return Object.assign(error, {
    status,
    code: options.code ?? 'invalid-request',
    nextStep: options.nextStep ?? 'Correct the request and send it again',
  });
}

function textOf(error: ErrorLike, key: string): string | undefined {
  const value = error[key];
  return typeof value === 'string' ? value : undefined;
}
