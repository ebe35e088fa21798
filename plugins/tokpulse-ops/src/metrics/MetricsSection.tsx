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

import { makeStyles } from '@material-ui/core/styles';
import {
  type MetricSampleView,
  type ServiceInfo,
  serviceReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { useServiceMetrics } from '../data/observations';
import { useServiceParams } from '../data/serviceParams';
import { Panel } from '../states/Panel';
import { ProblemPanel } from '../states/ProblemPanel';
import { StateView } from '../states/StateView';
import { visibleText } from '../text/visibleText';
import { useText } from '../translation';
import { KeepMetric } from './KeepMetric';
import { MetricHistoryBox } from './MetricHistoryBox';
import { MetricsSearch } from './MetricsSearch';
import { PagesOfMetrics } from './PagesOfMetrics';
import { SampleList } from './SampleList';
import { useSettled } from './useSettled';

const LIMIT = 500;

const useStyles = makeStyles(
  {
    body: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr)',
      gap: 12,
      padding: '8px 20px 14px',
    },
  },
  { name: 'TokPulseOpsMetricsSection' },
);

export interface MetricsSectionProps {
  readonly service: ServiceInfo;
}

/** Searches the metrics pages of a service, and shows the history of what is kept. */
export const MetricsSection = ({ service }: MetricsSectionProps) => {
  const classes = useStyles();
  const t = useText();
  const params = useServiceParams(service.id);
  const [search, setSearch] = useState(params.get('metric') ?? '');
  const [looked, setLooked] = useState<MetricSampleView>();
  const settled = useSettled(search.trim());
  const metrics = useServiceMetrics(service.id, {
    limit: LIMIT,
    ...(settled !== '' && { search: settled }),
  });
  const close = () => setLooked(undefined);
  return (
    <Panel title={t('metrics.title')}>
      <StateView
        of={metrics}
        what={t('metrics.what', { service: service.title })}
        permission={serviceReadPermission.name}
        skeleton="page"
        empty={{
          when: ({ hosts }) => hosts.length === 0,
          title: t('metrics.empty'),
          nextStep: t('metrics.emptyStep', { service: service.id }),
        }}
      >
        {view => (
          <div className={classes.body}>
            <MetricsSearch
              value={search}
              view={view}
              onSearch={next => {
                setSearch(next);
                params.set({ metric: next });
              }}
            />
            {looked?.kept && (
              <MetricHistoryBox
                service={service}
                sample={looked}
                onClose={close}
              />
            )}
            {looked !== undefined && !looked.kept && (
              <KeepMetric service={service} sample={looked} onClose={close} />
            )}
            {view.samples.length === 0 && settled !== '' ? (
              <ProblemPanel
                kind="empty"
                title={t('metrics.none', { search: visibleText(settled) })}
                nextStep={t('metrics.noneStep')}
              />
            ) : (
              <SampleList
                samples={view.samples}
                total={view.total}
                looked={looked}
                onLook={setLooked}
              />
            )}
            <PagesOfMetrics hosts={view.hosts} />
          </div>
        )}
      </StateView>
    </Panel>
  );
};

export { MetricsSection as default };
