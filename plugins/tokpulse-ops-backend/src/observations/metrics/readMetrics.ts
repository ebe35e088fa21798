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
import { metricsConfigSchema } from '../../services/collectionConfig';
import { noFigures, type EndpointFigures } from '../EndpointFigures';
import { withoutAddresses, withoutPrivateLabels } from '../privateData';
import { isWebPage, readEndpoint } from '../readEndpoint';
import { parseExposition, type MetricSample } from './exposition';
import { keptMetrics } from './keptMetrics';
import type { MetricsSnapshot } from './MetricsSnapshot';

const MAX_BYTES = 4 * 1024 * 1024;
const TIMEOUT_MS = 12_000;
const MAX_SERIES = 1_000;
const MAX_PROBLEMS = 10;
const MAX_NAME = 200;
const MAX_TEXT = 40;
const MAX_HELP = 200;

/** Options of {@link readMetrics}. */
export interface ReadMetricsOptions {
  readonly service: Pick<ServiceAccess, 'request' | 'settings'>;
  readonly host: ServiceHost;
  readonly signal?: AbortSignal;
}

/**
 * Reads the metrics page of a host, valid or not. It throws only when `signal`
 * aborts. One request. Labels that say who was served are dropped; series that
 * then look the same are one, the first.
 */
export async function readMetrics(
  options: ReadMetricsOptions,
): Promise<EndpointFigures> {
  const { service, host, signal } = options;
  const path = host.metrics;
  if (path === undefined) {
    return noFigures;
  }
  const at = new Date().toISOString();
  const answer = await readEndpoint({
    ...{ service, signal, path, what: 'metrics' },
    url: `${host.url}${path}`,
    accept: 'text/plain;version=0.0.4',
    maxBytes: MAX_BYTES,
    timeoutMs: TIMEOUT_MS,
  });
  if (answer.kind === 'problem') {
    const problem = answer.tooLarge
      ? `The page at ${path} is larger than ${
          MAX_BYTES / 1024 / 1024
        } MiB and is not read`
      : answer.problem;
    return without({ at, answer: answer.answer, problem });
  }
  const { body } = answer.response;
  if (isWebPage(body) || /^\s*[[{]/.test(body)) {
    return without({
      at,
      answer: 'unexpected-content',
      problem: `${path} answers with ${
        isWebPage(body) ? 'a web page' : 'JSON'
      } instead of metrics; check the path`,
    });
  }
  const page = parseExposition(body);
  const samples = distinct(page.samples.map(withoutPrivateData));
  const shown = samples.slice(0, MAX_SERIES);
  const latest: MetricsSnapshot = {
    at,
    answer: 'answered',
    ...problemOf(samples, page.problems),
    samples: shown.map(({ value, labels, ...rest }) => ({
      ...rest,
      labels: { ...labels },
      ...(value !== null && { value }),
    })),
    total: page.samples.length,
    problems: page.problems.slice(0, MAX_PROBLEMS).map(each => ({ ...each })),
    problemCount: page.problemCount,
  };
  return {
    readings: [],
    metrics: keptMetrics(
      samples,
      host.name,
      service.settings('metrics', metricsConfigSchema).keep,
    ),
    latest,
  };
}

function without(
  told: Pick<MetricsSnapshot, 'at' | 'answer' | 'problem'>,
): EndpointFigures {
  const nothing = { samples: [], total: 0, problems: [], problemCount: 0 };
  return { ...noFigures, latest: { ...told, ...nothing } };
}

function problemOf(
  samples: readonly MetricSample[],
  problems: readonly { readonly problem: string }[],
): Pick<MetricsSnapshot, 'problem'> {
  if (samples.length > MAX_SERIES) {
    return {
      problem: `The page has ${samples.length} series; the first ${MAX_SERIES} are shown`,
    };
  }
  return samples.length === 0
    ? {
        problem:
          problems.length > 0
            ? `There is no sample on the page: ${problems[0].problem}`
            : 'There is no sample on the page',
      }
    : {};
}

function withoutPrivateData(sample: MetricSample): MetricSample {
  const { name, text, help } = sample;
  return {
    ...sample,
    name: name.slice(0, MAX_NAME),
    text: text.slice(0, MAX_TEXT),
    labels: withoutPrivateLabels(sample.labels),
    ...(help !== undefined && {
      help: withoutAddresses(help).slice(0, MAX_HELP),
    }),
  };
}

function distinct(samples: readonly MetricSample[]): readonly MetricSample[] {
  const series = new Map<string, MetricSample>();
  for (const sample of samples) {
    const key = `${sample.name}${JSON.stringify(
      Object.entries(sample.labels).sort(([a], [b]) => (a < b ? -1 : 1)),
    )}`;
    if (!series.has(key)) {
      series.set(key, sample);
    }
  }
  return [...series.values()];
}
