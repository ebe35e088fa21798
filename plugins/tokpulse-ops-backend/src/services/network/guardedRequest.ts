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

import { Client, type Dispatcher } from 'undici';
import type {
  ServiceRequest,
  ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { Network } from './addressPolicy';
import { acceptedEncodings, readBody } from './decodedBody';
import {
  type ConnectionProgress,
  guardedConnector,
  type ResolveAll,
} from './guardedConnector';
import { requestError } from './requestError';
import { TransportError } from './TransportError';

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_BYTES = 1024 * 1024;
const MAX_TIMEOUT_MS = 120_000;

/** What decides where a request may go. */
export interface RequestPolicy {
  /** Id of the service, for messages. */
  readonly service: string;
  /** Configured URLs; a target must lie under one of them. */
  readonly bases: readonly URL[];
  /** Networks that are allowed although they are not public. */
  readonly allowed: readonly Network[];
  readonly resolve?: ResolveAll;
}

/**
 * Sends one request under the policy and reads the whole answer.
 *
 * Every request has a connection of its own: a kept connection that the other
 * side closed in the meantime would look like a lost reply, and a changing
 * request could then not be repeated. Redirects are answers like any other.
 */
export async function guardedRequest(
  request: ServiceRequest,
  policy: RequestPolicy,
): Promise<ServiceResponse> {
  const url = permittedUrl(request.url, policy);
  const method = (request.method ?? 'GET').toUpperCase();
  const timeoutMs = Math.min(
    request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    MAX_TIMEOUT_MS,
  );
  const maxBytes = request.maxBytes ?? DEFAULT_MAX_BYTES;
  const progress: ConnectionProgress = { connected: false };
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = request.signal
    ? AbortSignal.any([deadline, request.signal])
    : deadline;
  const explain = (error: unknown) =>
    requestError(error, {
      url,
      method,
      timeoutMs,
      maxBytes,
      timedOut: deadline.aborted && !request.signal?.aborted,
      cancelled: request.signal?.aborted === true,
      sent: progress.connected,
    });
  if (request.signal?.aborted) {
    throw explain(request.signal.reason);
  }

  const client = new Client(url.origin, {
    connect: guardedConnector({
      allowed: policy.allowed,
      timeoutMs,
      progress,
      resolve: policy.resolve,
    }),
    pipelining: 0,
    allowH2: false,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const startedAt = performance.now();
  try {
    const response = await client.request({
      path: `${url.pathname}${url.search}`,
      method: method as Dispatcher.HttpMethod,
      headers: {
        'user-agent': 'tokpulse-ops',
        accept: '*/*',
        'accept-encoding': acceptedEncodings,
        ...request.headers,
      },
      body: request.body,
      signal,
    });
    const headers = flatten(response.headers);
    const body = await readBody({
      body: response.body,
      encoding: method === 'HEAD' ? undefined : headers['content-encoding'],
      maxBytes,
    });
    return {
      status: response.statusCode,
      headers,
      body,
      latencyMs: Math.round(performance.now() - startedAt),
    };
  } catch (error) {
    throw explain(error);
  } finally {
    client.destroy().catch(() => {});
  }
}

/**
 * Throws `forbidden` unless the URL lies under a configured one. The check is
 * made on the parsed URL, in which `..`, backslashes and odd spellings of
 * addresses are resolved already.
 */
function permittedUrl(text: string, policy: RequestPolicy): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const permitted =
    url !== undefined &&
    url.username === '' &&
    url.password === '' &&
    policy.bases.some(base => liesUnder(url, base));
  if (!permitted) {
    throw new TransportError({
      failure: 'blocked',
      message: `The target is not under a configured URL of the service ${policy.service}`,
      nextStep: `Requests go to the hosts configured in tokpulseOps.services.${policy.service} only`,
      sent: false,
      changing: false,
    });
  }
  return url;
}

function liesUnder(url: URL, base: URL): boolean {
  const folder = base.pathname.replace(/\/+$/, '');
  return (
    url.origin === base.origin &&
    (url.pathname === folder || url.pathname.startsWith(`${folder}/`))
  );
}

function flatten(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) {
      flat[name.toLowerCase()] = Array.isArray(value)
        ? value.join(', ')
        : value;
    }
  }
  return flat;
}
