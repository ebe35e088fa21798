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
import { BodyEncodingError, BodyTooLargeError } from './decodedBody';
import { BlockedAddressError } from './guardedConnector';
import {
  failureOf,
  TransportError,
  type TransportFailure,
} from './TransportError';

/** What is known of a request that failed. */
export interface FailedRequest {
  readonly url: URL;
  readonly method: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly timedOut: boolean;
  readonly cancelled: boolean;
  /** The connection stood, so the request may have reached the other side. */
  readonly sent: boolean;
}

/** Turns whatever went wrong into an error of the closed set. */
export function requestError(
  error: unknown,
  request: FailedRequest,
): ActionError {
  const { url, sent } = request;
  const target = url.host;
  const changing = !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  const effect = sent && changing ? 'possible' : 'none';
  const transport = (
    failure: TransportFailure,
    message: string,
    nextStep?: string,
  ) =>
    new TransportError({
      failure,
      message,
      nextStep,
      sent,
      changing,
      cause: error,
    });
  const timeout = () =>
    transport(
      'timeout',
      `${target} did not answer within ${request.timeoutMs / 1000} s`,
    );

  if (request.cancelled) {
    return new ActionError({
      code: 'cancelled',
      message: `The request to ${target} was cancelled`,
      effect,
      cause: error,
    });
  }
  if (error instanceof BlockedAddressError) {
    return transport(
      'blocked',
      `${target} has an address that requests may not go to`,
      'If the host really is on a private network, add that network to allowedNetworks of the service',
    );
  }
  if (error instanceof BodyTooLargeError) {
    return new ActionError({
      code: 'too-large',
      message: `${target} answered with more than ${request.maxBytes} bytes`,
      effect,
      cause: error,
    });
  }
  if (error instanceof BodyEncodingError) {
    return transport(
      'unexpected-content',
      `${target} answered in a compression that cannot be read`,
    );
  }
  if (request.timedOut) {
    return timeout();
  }
  const failure = failureOf(error);
  switch (failure) {
    case 'timeout':
      return timeout();
    case 'refused':
      return transport(failure, `${target} refuses connections`);
    case 'dns-error':
      return transport(failure, `the name ${url.hostname} cannot be resolved`);
    case 'tls-error':
      return transport(
        failure,
        `there is no trusted TLS connection to ${target}`,
        'Check the certificate of the host, and the certificate authorities that this backend trusts',
      );
    case 'connection-lost':
      return transport(failure, `${target} cut the connection`);
    case 'unexpected-content':
      return transport(failure, `${target} does not answer in HTTP`);
    default:
      return new ActionError({
        code: 'internal',
        message: `The request to ${target} failed`,
        effect,
        cause: error,
      });
  }
}
