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

import type {
  HostAnswer,
  HostHealth,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  type HealthFormat,
  type HealthReading,
  type ServiceAccess,
  type ServiceHost,
  type ServiceResponse,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { retryAfterMs, statedRateLimit } from '../services/rateLimit';
import { readEdgeAnswer } from './edgeAnswer';
import { failedAnswer } from './failedAnswer';
import { RegisteredHealthFormats } from './formats';

/** The health endpoint asks the database and two vendors one after the other. */
const TIMEOUT_MS = 12_000;

const builtIn = new RegisteredHealthFormats();

type AskedService = Pick<ServiceAccess, 'request' | 'healthFormat'>;

/**
 * Reads the health of one host. Whatever happens is a reading: it throws only
 * when `signal` aborts.
 */
export async function readHostHealth(options: {
  readonly service: AskedService;
  readonly host: ServiceHost;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}): Promise<HostHealth> {
  const { service, host, signal, timeoutMs = TIMEOUT_MS } = options;
  const format = formatOf(service, host);
  const url = `${host.url}${host.health}`;
  const startedAt = performance.now();
  const settled = await service
    .request({
      url,
      signal,
      timeoutMs,
      headers: { accept: 'application/json' },
    })
    .then(
      response => ({ response, reading: readAnswer(response, host, format) }),
      (error: unknown) => {
        signal?.throwIfAborted();
        return { response: undefined, reading: readFailure(error) };
      },
    );
  const { response, reading } = settled;
  return {
    host: host.name,
    url,
    status: reading.status,
    answer: reading.answer,
    httpStatus: response?.status,
    latencyMs: response?.latencyMs ?? Math.round(performance.now() - startedAt),
    message: capitalised(reading.predicate),
    checks: [...(reading.checks ?? [])],
    version: reading.version,
    uptimeMs: reading.uptimeMs,
    rateLimit: response && statedRateLimit(response.headers),
  };
}

function formatOf(service: AskedService, host: ServiceHost): HealthFormat {
  const format =
    service.healthFormat?.(host.format) ?? builtIn.get(host.format);
  if (!format) {
    throw new ActionError({
      code: 'not-configured',
      message: `The health format '${host.format}' of host ${host.name} is not known`,
    });
  }
  return format;
}

function readAnswer(
  response: ServiceResponse,
  host: ServiceHost,
  format: HealthFormat,
): HealthReading {
  if (response.status === 429) {
    return rateLimited(response);
  }
  const edge = readEdgeAnswer(response);
  if (edge) {
    return edge;
  }
  if (response.status === 404) {
    return {
      status: 'unknown',
      answer: 'not-offered',
      predicate: `offers no health at ${host.health} (404)`,
    };
  }
  try {
    return format.read(response, host);
  } catch (error) {
    // Formats of others may be wrong about what can come.
    return {
      status: 'unknown',
      answer: 'unexpected-content',
      predicate: `answers ${response.status}, which the format '${
        format.id
      }' fails to read: ${error instanceof Error ? error.message : error}`,
    };
  }
}

function rateLimited({ headers }: ServiceResponse): HealthReading {
  return {
    status: 'unknown',
    answer: 'rate-limited',
    predicate: limitedPredicate(retryAfterMs(headers)),
  };
}

/**
 * What is said of a host that is left alone because it asked for that, for so
 * many milliseconds more.
 */
export function limitedHost(host: ServiceHost, waitMs: number): HostHealth {
  return {
    host: host.name,
    url: `${host.url}${host.health}`,
    status: 'unknown',
    answer: 'rate-limited',
    latencyMs: 0,
    message: capitalised(limitedPredicate(waitMs)),
    checks: [],
  };
}

function limitedPredicate(waitMs: number | undefined): string {
  const when =
    waitMs === undefined
      ? ''
      : `; it takes requests again in ${inWords(waitMs)}`;
  return `limits our requests (429), so its state is not known${when}`;
}

/**
 * No whole answer. What may be our own fault (time-out, name resolution, a
 * guard) is unknown; what any client would meet is unhealthy.
 */
function readFailure(error: unknown): HealthReading {
  const answer = failedAnswer(error);
  const reason =
    error instanceof ActionError ? error.message : 'the request failed';
  const ours: readonly HostAnswer[] = [
    'timeout',
    'dns-error',
    'blocked',
    'rate-limited',
  ];
  return ours.includes(answer)
    ? {
        status: 'unknown',
        answer,
        predicate: `could not be asked: ${reason}`,
      }
    : {
        status: 'unhealthy',
        answer,
        predicate: `does not answer: ${reason}`,
      };
}

function inWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
