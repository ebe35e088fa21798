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

import { NotFoundError } from '@backstage/errors';
import type {
  MetricHistory,
  MetricSampleView,
  MetricsQuery,
  MetricsView,
  ObservationWindow,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceHost } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { withProblem } from '../../problems';
import type { ConfiguredService } from '../../services';
import type { ObservationStore } from '../ObservationStore';
import { isKept } from './keptMetrics';
import { readMetricsSnapshot, type MetricsSnapshot } from './MetricsSnapshot';
import { readySearches } from './readySearches';
import { searchOf } from './search';

const DEFAULT_LIMIT = 200;

type AskedService = Pick<ConfiguredService, 'id' | 'hosts' | 'keptMetrics'>;

/** The metrics of services as pages show them, from what was observed. */
export class MetricsViews {
  readonly #store: Pick<ObservationStore, 'latest' | 'metricHistory'>;

  constructor(options: {
    readonly store: Pick<ObservationStore, 'latest' | 'metricHistory'>;
  }) {
    this.#store = options.store;
  }

  async latest(
    service: AskedService,
    query: Pick<MetricsQuery, 'search' | 'host' | 'limit'>,
  ): Promise<MetricsView> {
    const observation = (await this.#store.latest([service.id])).get(
      service.id,
    );
    const pages = Object.values(service.hosts)
      .filter(({ metrics }) => metrics !== undefined)
      .map(host => pageOf(host, observation?.latest ?? {}));
    const all = pages.flatMap(({ host, snapshot }) =>
      samplesOf(host, snapshot, service),
    );
    const fits = searchOf(query.search ?? '');
    const matching = all.filter(
      sample =>
        (query.host === undefined || sample.host === query.host) &&
        fits(sample),
    );
    return {
      hosts: pages.map(summaryOf),
      samples: matching.slice(0, query.limit ?? DEFAULT_LIMIT),
      total: matching.length,
      searches: readySearches(all),
    };
  }

  /** Throws `NotFoundError` when there is none and none will ever be. */
  async history(
    service: AskedService,
    query: {
      readonly name: string;
      readonly host?: string;
      readonly window: ObservationWindow;
    },
  ): Promise<MetricHistory> {
    const history = await this.#store.metricHistory({
      service: service.id,
      ...query,
    });
    const isConfigured = service.keptMetrics.some(
      ({ name }) => name === query.name,
    );
    if (history.series.length === 0 && !isConfigured) {
      throw withProblem(
        new NotFoundError(`The history of ${query.name} is not kept`),
        {
          code: 'metric-not-kept',
          nextStep: `Add its name to tokpulseOps.services.${service.id}.metrics.keep; its history begins then`,
        },
      );
    }
    return history;
  }
}

interface Page {
  readonly host: ServiceHost;
  readonly snapshot: MetricsSnapshot | undefined;
}

function pageOf(
  host: ServiceHost,
  latest: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Page {
  return {
    host,
    snapshot: Object.hasOwn(latest, host.name)
      ? readMetricsSnapshot(latest[host.name].metrics)
      : undefined,
  };
}

function samplesOf(
  { name: host }: ServiceHost,
  snapshot: MetricsSnapshot | undefined,
  { keptMetrics }: AskedService,
): readonly MetricSampleView[] {
  return (snapshot?.samples ?? []).map(sample => ({
    host,
    ...sample,
    kept: isKept(sample, keptMetrics),
  }));
}

function summaryOf({ host, snapshot }: Page): MetricsView['hosts'][number] {
  if (snapshot === undefined) {
    return {
      host: host.name,
      problem: `The metrics of ${host.name} have not been read yet`,
      ...{ samples: 0, problems: [], problemCount: 0 },
    };
  }
  const { at, answer, problem, total, problems, problemCount } = snapshot;
  return {
    ...{ host: host.name, at, answer, samples: total, problems, problemCount },
    ...(problem !== undefined && { problem }),
  };
}
