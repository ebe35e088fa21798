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

import type { ErrorCode } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ActionError } from '@tokpulse/backstage-plugin-tokpulse-ops-node';

interface Meaning {
  readonly code: ErrorCode;
  readonly words: string;
  readonly nextStep?: string;
}

const LOST: Meaning = {
  code: 'connection-lost',
  words: 'the connection was lost',
  nextStep: 'Look at the state of the database server',
};
const REFUSED: Meaning = {
  code: 'unreachable',
  words: 'it refuses connections',
  nextStep: 'Check that the server runs and that its address is right',
};
const SLOW: Meaning = {
  code: 'timeout',
  words: 'it did not answer in time',
  nextStep: 'Look at running queries and locks, or ask for less',
};
const LOGIN: Meaning = {
  code: 'unauthorized',
  words: 'it does not accept the user name and password',
  nextStep: 'Check readOnlyConnection of the service',
};

/** By SQLSTATE, or by its class of two characters, or by the code of the socket. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  '08': LOST,
  '28': LOGIN,
  '22': {
    code: 'invalid-input',
    words: 'a value does not fit the statement',
    nextStep: 'Check the values of the step',
  },
  '3D000': {
    code: 'not-found',
    words: 'the database does not exist',
    nextStep: 'Check readOnlyConnection of the service',
  },
  '25006': { code: 'forbidden', words: 'the statement would change something' },
  '42501': {
    code: 'forbidden',
    words: 'the read-only role may not read this',
    nextStep: 'Grant SELECT to the role, or pg_read_all_stats for statistics',
  },
  '42601': {
    code: 'invalid-input',
    words: 'it does not understand the statement',
  },
  '42': {
    code: 'invalid-input',
    words: 'the statement does not fit the schema',
  },
  '53300': {
    code: 'refused',
    words: 'all its connections are taken',
    nextStep: 'Look for idle connections, or restart what holds them',
  },
  '53': { code: 'refused', words: 'it is out of resources' },
  '54': {
    code: 'too-large',
    words: 'the answer is larger than it can make',
    nextStep: 'Select fewer or shorter columns',
  },
  '55P03': SLOW,
  '57014': SLOW,
  '57P03': {
    code: 'unreachable',
    words: 'it is starting or stopping',
    nextStep: 'Try again in a minute',
  },
  '57': LOST,
  ECONNREFUSED: REFUSED,
  EHOSTUNREACH: REFUSED,
  ENETUNREACH: REFUSED,
  ENOENT: REFUSED,
  ENOTFOUND: { ...REFUSED, words: 'its host name cannot be resolved' },
  EAI_AGAIN: { ...REFUSED, words: 'its host name cannot be resolved' },
  ETIMEDOUT: SLOW,
  ECONNRESET: LOST,
  EPIPE: LOST,
};

/**
 * Sorts an error of the driver into the closed set. Of the server's own text
 * only the names that a missing table, column or function has are kept: they
 * come from the statement, while other texts can quote data.
 */
export function postgresFailure(database: string, error: unknown): ActionError {
  if (error instanceof ActionError) {
    return error;
  }
  const { words, code, nextStep } = meaningOf(error);
  const missing = missingName(error);
  return new ActionError({
    code,
    message: `Database ${database}: ${words}${missing ? `: ${missing}` : ''}`,
    nextStep,
    cause: error,
  });
}

function meaningOf(error: unknown): Meaning {
  const code = codeOf(error);
  const known = MEANINGS[code] ?? MEANINGS[code.slice(0, 2)];
  if (known) {
    return known;
  }
  const message = messageOf(error);
  if (/timeout/i.test(message)) {
    return SLOW;
  }
  if (/terminated|ended|closed|not queryable/i.test(message)) {
    return LOST;
  }
  if (/SSL|certificate|self.signed/i.test(message)) {
    return {
      code: 'unreachable',
      words: 'there is no TLS connection as configured',
      nextStep: 'Check sslmode in readOnlyConnection',
    };
  }
  if (/SASL|password/i.test(message)) {
    return LOGIN;
  }
  return { code: 'internal', words: 'the read failed' };
}

/** By its properties and not its class: an error of Node can be of another realm. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : '';
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) {
    return '';
  }
  if ('code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return 'errors' in error && Array.isArray(error.errors)
    ? codeOf(error.errors[0])
    : '';
}

/** E.g. `column "plan_key" does not exist`. */
function missingName(error: unknown): string | undefined {
  const message = messageOf(error);
  return /^42(P01|703|883|704|702)$/.test(codeOf(error)) &&
    /^[\w\s".,()]{1,200}$/.test(message)
    ? message
    : undefined;
}
