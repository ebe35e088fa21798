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

import type { ServiceHost } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { EndpointFigures } from '../EndpointFigures';
import type { Reading } from '../ObservationStore';
import { groupBy } from '../groupBy';
import { judgeBudgets } from './budgets';
import { endpointsOf } from './endpoints';
import { summarise } from './nearestRank';
import type { PerformanceReport, ReportSample } from './PerformanceReport';
import type { PerformanceSnapshot } from './PerformanceSnapshot';
import { scoreOfViolations } from './score';

const MAX_NAMES = 30;
/** As many as TokPulse remembers of a name. */
const MAX_SAMPLES_OF_A_READING = 1_000;

/** Paths that only those ask who watch over the service. */
const PROBED = ['/health', '/healthz', '/ready', '/readyz', '/live', '/livez'];
/** From this share of the measurements on, it is worth saying. */
const TELLING_SHARE = 0.2;

/** What a report comes to: readings of this collection, and what is kept of it. */
export function reportFigures(options: {
  readonly report: PerformanceReport;
  readonly host: ServiceHost;
  /** When it was read, ISO 8601 UTC. */
  readonly at: string;
  readonly previous?: PerformanceSnapshot;
}): EndpointFigures {
  const { report, host, at, previous } = options;
  const { samples } = report;
  const { budgets, notes } = judgeBudgets(report);
  const times = samples.flatMap(sample => sample.at ?? []);
  const violations = budgets.filter(
    ({ violated, judgedBy }) => violated && judgedBy === 'service',
  ).length;
  const latest: PerformanceSnapshot = {
    at,
    answer: 'answered',
    stated: {
      score: scoreOfViolations(violations, budgets.length),
      violations,
      recommendations: report.recommendations.length,
      measured: samples.length > 0,
    },
    budgets: [...budgets],
    recommendations: [...report.recommendations],
    endpoints: [...endpointsOf(samples)],
    samples: samples.length,
    ...(times.length > 0 && {
      since: new Date(extreme(times, Math.min)).toISOString(),
      readUntil: new Date(extreme(times, Math.max)).toISOString(),
    }),
    notes: [...notes, ...probeNotes(samples, host), ...skippedNotes(report)],
  };
  return {
    readings: readingsOf(measuredSince(samples, previous), host.name),
    metrics: [],
    latest,
  };
}

/** Spreading thousands of arguments would be a stack of its own. */
function extreme(
  times: readonly number[],
  choose: (a: number, b: number) => number,
): number {
  return times.reduce((a, b) => choose(a, b));
}

/**
 * The host answers the same measurements again and again, until newer ones
 * push them out; each of them is to count once.
 */
function measuredSince(
  samples: readonly ReportSample[],
  previous: PerformanceSnapshot | undefined,
): readonly ReportSample[] {
  const until =
    previous?.readUntil === undefined ? NaN : Date.parse(previous.readUntil);
  return Number.isNaN(until)
    ? samples
    : samples.filter(({ at }) => at !== undefined && at > until);
}

function readingsOf(
  samples: readonly ReportSample[],
  host: string,
): readonly Reading[] {
  // A counter records a one for each event: there is no median of ones.
  const measured = samples.filter(({ unit }) => unit !== 'count');
  return [...groupBy(measured, ({ name }) => name)]
    .flatMap(([name, group]) => {
      const values = group
        .map(({ value }) => value)
        .slice(-MAX_SAMPLES_OF_A_READING);
      const summary = summarise(values);
      return summary
        ? [{ host, name, unit: group[0].unit, ...summary, samples: values }]
        : [];
    })
    .sort((a, b) => b.count - a.count)
    .slice(0, MAX_NAMES);
}

function probeNotes(
  samples: readonly ReportSample[],
  host: ServiceHost,
): readonly string[] {
  const answers = samples.filter(
    ({ path, unit }) => path !== undefined && unit !== 'count',
  );
  const probes = answers.filter(
    ({ path = '' }) => PROBED.includes(path) || path === host.health,
  );
  return probes.length > 0 && probes.length >= answers.length * TELLING_SHARE
    ? [
        `${probes.length} of the ${answers.length} answers measured on ${host.name} are health checks, the portal's own among them. They ask the database and vendors, so they take longer than most answers and can violate a budget by themselves`,
      ]
    : [];
}

function skippedNotes({ skipped }: PerformanceReport): readonly string[] {
  return skipped > 0
    ? [`${skipped} measurements could not be read and are left out`]
    : [];
}
