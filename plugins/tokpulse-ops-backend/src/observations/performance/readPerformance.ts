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
  ServiceAccess,
  ServiceHost,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { noFigures, type EndpointFigures } from '../EndpointFigures';
import { isWebPage, readEndpoint, type EndpointAnswer } from '../readEndpoint';
import {
  parsePerformanceReport,
  parsePerformanceStatus,
} from './PerformanceReport';
import {
  failedSnapshot,
  type PerformanceFailure,
  type StatedByHost,
} from './failedSnapshot';
import { readPerformanceSnapshot } from './PerformanceSnapshot';
import { reportFigures } from './reportFigures';

/** TokPulse's whole report has about 400 KB when its buffers are full. */
const MAX_REPORT_BYTES = 2 * 1024 * 1024;
const MAX_STATUS_BYTES = 16 * 1024;
const TIMEOUT_MS = 10_000;
const STATUS_TIMEOUT_MS = 4_000;

/** Options of {@link readPerformance}. */
export interface ReadPerformanceOptions {
  readonly service: Pick<ServiceAccess, 'request'>;
  readonly host: ServiceHost;
  /**
   * What `latest[host].performance` of the observation before says. With it,
   * only what was measured since then counts as a reading of this collection;
   * without it, everything that the host remembers does.
   */
  readonly previous?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Reads how a host performs: TokPulse's `/performance`, and when that is too
 * large or cannot be read, `/performance/status`. It throws only when `signal`
 * aborts. Client addresses, browsers, texts of queries and every label that is
 * not on the allow-list are dropped before anything is returned.
 *
 * One request for a host, a second one at most.
 */
export async function readPerformance(
  options: ReadPerformanceOptions,
): Promise<EndpointFigures> {
  const { service, host, signal } = options;
  const path = host.performance;
  if (path === undefined) {
    return noFigures;
  }
  const at = new Date().toISOString();
  const whole = await readEndpoint({
    ...{ service, signal, path, what: 'performance' },
    url: `${host.url}${path}`,
    accept: 'application/json',
    maxBytes: MAX_REPORT_BYTES,
    timeoutMs: TIMEOUT_MS,
  });
  const report =
    whole.kind === 'body'
      ? parsePerformanceReport(whole.response.body)
      : undefined;
  const previous = readPerformanceSnapshot(options.previous);
  if (report !== undefined) {
    return reportFigures({ report, host, at, previous });
  }
  const failure = describeFailure(whole, path);
  const stated = mayStillAnswer(failure)
    ? await readStated(options, `${path.replace(/\/+$/, '')}/status`)
    : undefined;
  return {
    ...noFigures,
    latest: failedSnapshot({ at, failure, stated, previous }),
  };
}

function describeFailure(
  answer: EndpointAnswer,
  path: string,
): PerformanceFailure {
  if (answer.kind === 'problem') {
    return answer.tooLarge
      ? {
          ...answer,
          problem: `The report at ${path} is larger than ${
            MAX_REPORT_BYTES / 1024 / 1024
          } MiB, so that only its summary is read`,
        }
      : answer;
  }
  const kind = isWebPage(answer.response.body)
    ? 'a web page'
    : 'something else';
  return {
    answer: 'unexpected-content',
    problem: `${path} answers with ${kind} instead of a performance report as TokPulse gives it; check the path`,
    tooLarge: false,
  };
}

/** A host that limits us, has no such page or is away is not asked twice. */
function mayStillAnswer({ answer }: PerformanceFailure): boolean {
  return ['unexpected-content', 'server-error', 'timeout'].includes(answer);
}

async function readStated(
  { service, host, signal }: ReadPerformanceOptions,
  path: string,
): Promise<StatedByHost | undefined> {
  const answer = await readEndpoint({
    ...{ service, signal, path, what: 'performance' },
    url: `${host.url}${path}`,
    accept: 'application/json',
    maxBytes: MAX_STATUS_BYTES,
    timeoutMs: STATUS_TIMEOUT_MS,
  });
  const status =
    answer.kind === 'body'
      ? parsePerformanceStatus(answer.response.body)
      : undefined;
  return (
    status && {
      score: status.score,
      violations: status.violations,
      recommendations: status.recommendations,
    }
  );
}
