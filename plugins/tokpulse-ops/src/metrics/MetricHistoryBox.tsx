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
  type MetricHistory,
  type MetricSampleView,
  type ObservationWindow,
  type ServiceInfo,
  serviceReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useMemo, useState } from 'react';
import type { ChartSeries } from '../charts/chartRows';
import { TimeChart } from '../charts/TimeChart';
import { WindowSwitch } from '../charts/WindowSwitch';
import { useWindowWords } from '../charts/windows';
import { useMetricHistory } from '../data/observations';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { LookBox } from './LookBox';
import { labelText, sampleKey, unitOf } from './sampleKey';

function seriesOf(history: MetricHistory, statistic: string): ChartSeries[] {
  return history.series.map(({ host, labels, points }) => {
    const label = `${host} ${labelText(labels)}`.trim();
    return {
      id: sampleKey({ host, name: history.name, labels }),
      label,
      group: label,
      statistic,
      look: 'solid',
      points: points.map(({ at, value }) => ({ at: Date.parse(at), value })),
    };
  });
}

export interface MetricHistoryBoxProps {
  readonly service: ServiceInfo;
  readonly sample: MetricSampleView;
  readonly onClose: () => void;
}

/** The history of a metric that is kept, each of its series a line. */
export const MetricHistoryBox = (props: MetricHistoryBoxProps) => {
  const { service, sample, onClose } = props;
  const { name } = sample;
  const t = useText();
  const words = useWindowWords();
  const [window, setWindow] = useState<ObservationWindow>('24h');
  const history = useMetricHistory(service.id, { name, window });
  const data = history.kind === 'data' ? history.data : undefined;
  const series = useMemo(
    () => (data === undefined ? [] : seriesOf(data, t('chart.value'))),
    [data, t],
  );
  const title = t('metrics.history', { name });
  return (
    <LookBox
      title={title}
      aside={<WindowSwitch window={window} onWindow={setWindow} />}
      onClose={onClose}
    >
      <StateView
        of={history}
        what={title}
        permission={serviceReadPermission.name}
        skeleton="page"
        empty={{
          when: view => view.series.every(({ points }) => points.length === 0),
          title: t('metrics.historyEmpty'),
          nextStep: t('metrics.historyEmptyStep'),
        }}
      >
        {(view, { readAt }) => (
          <TimeChart
            label={`${title}, ${words.last[window]}`}
            unit={unitOf(name)}
            series={series}
            stepMs={view.stepMs}
            window={window}
            readAt={readAt}
          />
        )}
      </StateView>
    </LookBox>
  );
};
