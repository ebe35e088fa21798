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

import {
  ActionError,
  createRunbookAction,
  done,
  type ServiceAccess,
  type ServiceHost,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { hostNamed, hostWith } from '../../services/hosts';
import {
  parseExposition,
  type MetricSample,
} from '../../observations/metrics/exposition';

const MAX_BYTES = 4 * 1024 * 1024;
const MAX_SAMPLES = 200;

const inputSchema = z.object({
  host: z
    .string()
    .optional()
    .describe('Name of a host; default: the first with a path for metrics'),
  name: z.string().optional().describe('Exact name of the metric'),
  contains: z
    .string()
    .optional()
    .describe('Part of the name or of a label, in any case: error'),
  labels: z
    .record(z.string(), z.string())
    .default({})
    .describe('Labels with exactly these values'),
});

/**
 * Reads the metrics of a host and looks samples up by name, label or a part of
 * them. A page that is not valid Prometheus text is read as far as it can be,
 * and the output says what is wrong with it.
 */
export const metricsQuery = createRunbookAction({
  id: 'metrics:query',
  description:
    'Reads the metrics of a host and returns the samples that match a name, a part of it, or labels',
  effect: 'read',
  input: inputSchema,
  output: z.object({
    /** In words: how many samples match, and whether the page is valid. */
    summary: z.string(),
    /** The first 200 that match. */
    samples: z.array(
      z.object({
        name: z.string(),
        labels: z.record(z.string(), z.string()),
        /** Null when the value is NaN or infinite. */
        value: z.number().nullable(),
        text: z.string(),
        type: z.string().optional(),
      }),
    ),
    /** Number of samples that match. */
    matched: z.number().int(),
    /** Number of samples on the page. */
    total: z.number().int(),
    /** The page follows the format. */
    valid: z.boolean(),
    problems: z.array(
      z.object({ line: z.number().int(), problem: z.string() }),
    ),
    problemCount: z.number().int(),
  }),
  plan({ input, service }) {
    const { url, path } = target(service, input.host);
    return [{ kind: 'request', method: 'GET', url: `${url}${path}` }];
  },
  async execute({ input, service, log, signal }) {
    const { name: host, url, path } = target(service, input.host);
    const { status, body } = await service.request({
      url: `${url}${path}`,
      maxBytes: MAX_BYTES,
      signal,
    });
    if (status !== 200) {
      throw notReadable(host, path, status);
    }
    if (/^\s*<(!doctype|html)/i.test(body)) {
      throw new ActionError({
        code: 'invalid-response',
        message: `${host} answers ${path} with a web page instead of metrics`,
        nextStep: `Check the path of the metrics of ${host}`,
      });
    }
    const page = parseExposition(body);
    const matching = page.samples.filter(sample => matches(sample, input));
    const summary = describe(matching.length, page.samples.length, page);
    log.info(`${host}: ${summary}`);
    for (const { line, problem } of page.problems.slice(0, 10)) {
      log.warn(`Line ${line} of ${path}: ${problem}`);
    }
    for (const { name, labels, text } of matching.slice(0, MAX_SAMPLES)) {
      log.info(`${name}${formatLabels(labels)} ${text}`);
    }
    return done({
      summary,
      samples: matching
        .slice(0, MAX_SAMPLES)
        .map(sample => ({ ...sample, labels: { ...sample.labels } })),
      matched: matching.length,
      total: page.samples.length,
      valid: page.problemCount === 0,
      problems: [...page.problems],
      problemCount: page.problemCount,
    });
  },
});

function target(
  service: ServiceAccess,
  named: string | undefined,
): ServiceHost & { readonly path: string } {
  const host =
    named === undefined
      ? hostWith(service, 'metrics')
      : hostNamed(service, named);
  if (host.metrics === undefined) {
    throw new ActionError({
      code: 'not-configured',
      message: `The host ${host.name} has no path for metrics`,
      nextStep: `Set tokpulseOps.services.${service.id}.hosts.${host.name}.metrics, for example /metrics`,
    });
  }
  return { ...host, path: host.metrics };
}

function notReadable(host: string, path: string, status: number): ActionError {
  switch (status) {
    case 404:
      return new ActionError({
        code: 'not-offered',
        message: `${host} offers no metrics at ${path} (404)`,
        nextStep: `Check the path of the metrics of ${host}`,
      });
    case 429:
      return new ActionError({
        code: 'rate-limited',
        message: `${host} limits our requests (429)`,
        nextStep: 'Try again later',
      });
    default:
      return new ActionError({
        code: status >= 500 ? 'unreachable' : 'refused',
        message: `${host} answers ${path} with ${status}`,
        nextStep: 'Look at the health of the host',
      });
  }
}

function matches(
  { name, labels }: MetricSample,
  wanted: z.output<typeof inputSchema>,
): boolean {
  const part = wanted.contains?.toLowerCase();
  return (
    (wanted.name === undefined || name === wanted.name) &&
    (part === undefined ||
      [name, ...Object.entries(labels).flat()].some(text =>
        text.toLowerCase().includes(part),
      )) &&
    Object.entries(wanted.labels).every(
      ([label, value]) =>
        Object.hasOwn(labels, label) && labels[label] === value,
    )
  );
}

function describe(
  matched: number,
  total: number,
  { problemCount }: { readonly problemCount: number },
): string {
  const validity =
    problemCount === 0
      ? 'the page is valid'
      : `the page breaks the format in ${problemCount} places and was read as far as possible`;
  return `${matched} of ${total} samples match; ${validity}`;
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([k, v]) => `${k}=${JSON.stringify(v)}`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
