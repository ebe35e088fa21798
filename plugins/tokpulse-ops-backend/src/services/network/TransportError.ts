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

import { errors as undiciErrors } from 'undici';
import type {
  ErrorCode,
  HostAnswer,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ActionError } from '@tokpulse/backstage-plugin-tokpulse-ops-node';

/** Why no whole answer arrived. */
export type TransportFailure = Extract<
  HostAnswer,
  | 'timeout'
  | 'refused'
  | 'dns-error'
  | 'tls-error'
  | 'connection-lost'
  | 'blocked'
  | 'unexpected-content'
>;

const CODES: Record<TransportFailure, ErrorCode> = {
  timeout: 'timeout',
  refused: 'unreachable',
  'dns-error': 'unreachable',
  'tls-error': 'unreachable',
  'connection-lost': 'connection-lost',
  blocked: 'forbidden',
  'unexpected-content': 'invalid-response',
};

/** A request that got no whole answer. */
export class TransportError extends ActionError {
  readonly failure: TransportFailure;
  /** Whether the request may have reached the other side. */
  readonly sent: boolean;

  constructor(options: {
    readonly failure: TransportFailure;
    readonly message: string;
    readonly nextStep?: string;
    readonly sent: boolean;
    /** A request with this method may have an effect. */
    readonly changing: boolean;
    readonly cause?: unknown;
  }) {
    super({
      code: CODES[options.failure],
      message: options.message,
      nextStep: options.nextStep,
      effect: options.sent && options.changing ? 'possible' : 'none',
      cause: options.cause,
    });
    this.name = 'TransportError';
    this.failure = options.failure;
    this.sent = options.sent;
  }
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
]);
const LOST = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'UND_ERR_SOCKET',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);
const TIMEOUTS = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** Sorts an error of the socket, TLS, DNS or HTTP layer. Undefined when it is none of those. */
export function failureOf(error: unknown): TransportFailure | undefined {
  if (error instanceof undiciErrors.HTTPParserError) {
    return 'unexpected-content';
  }
  for (const code of codesOf(error)) {
    if (UNREACHABLE.has(code)) return 'refused';
    if (TIMEOUTS.has(code)) return 'timeout';
    if (/^(ENOTFOUND|EAI_)/.test(code)) return 'dns-error';
    if (LOST.has(code)) return 'connection-lost';
    if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'unexpected-content';
    if (isTlsCode(code)) return 'tls-error';
  }
  return undefined;
}

function isTlsCode(code: string): boolean {
  return (
    /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/.test(
      code,
    ) || /(_CERT|_CRL|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/.test(code)
  );
}

/** Codes of an error, of those that it aggregates and of its causes, nearest first. */
function codesOf(error: unknown, depth = 0): readonly string[] {
  if (typeof error !== 'object' || error === null || depth > 4) {
    return [];
  }
  const { code, errors, cause } = error as {
    code?: unknown;
    errors?: unknown;
    cause?: unknown;
  };
  return [
    ...(typeof code === 'string' ? [code] : []),
    ...(Array.isArray(errors)
      ? errors.flatMap(inner => codesOf(inner, depth + 1))
      : []),
    ...codesOf(cause, depth + 1),
  ];
}
