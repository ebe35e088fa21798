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
  type ServiceInfo,
  serviceReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { useMemo } from 'react';
import { TimeChart } from '../charts/TimeChart';
import { trendSeries } from '../charts/trendSeries';
import { WindowSwitch } from '../charts/WindowSwitch';
import { useWindowWords, windowNamed } from '../charts/windows';
import { useResponseTimes } from '../data/observations';
import { useServiceParams } from '../data/serviceParams';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { useText } from '../translation';

const useStyles = makeStyles(
  {
    root: { padding: '8px 20px 12px' },
    // As high as the chart with its legend, so that nothing jumps.
    waiting: { minHeight: 372 },
  },
  { name: 'TokPulseOpsResponseTimesPanel' },
);

/** How long each host took to answer, and what happened meanwhile. */
export const ResponseTimesPanel = (props: {
  readonly service: ServiceInfo;
}) => {
  const { service } = props;
  const classes = useStyles();
  const t = useText();
  const words = useWindowWords();
  const params = useServiceParams(service.id);
  const window = windowNamed(params.get('window'));
  const times = useResponseTimes(service.id, window);
  const trends = times.kind === 'data' ? times.data.trends : undefined;
  const series = useMemo(
    () =>
      trendSeries(trends ?? [], {
        p50: t('responseTimes.p50'),
        p95: t('responseTimes.p95'),
      }),
    [trends, t],
  );
  return (
    <Panel
      title={t('responseTimes.title')}
      aside={
        <WindowSwitch
          window={window}
          onWindow={chosen => params.set({ window: chosen })}
        />
      }
    >
      <div className={clsx(times.kind === 'loading' && classes.waiting)}>
        <StateView
          of={times}
          what={t('responseTimes.what', { service: service.title })}
          permission={serviceReadPermission.name}
          skeleton="page"
          empty={{
            when: data =>
              data.trends.every(({ points }) => points.length === 0),
            title: t('responseTimes.empty'),
            nextStep: t('responseTimes.emptyStep'),
          }}
        >
          {(data, { readAt }) => (
            <div className={classes.root}>
              <TimeChart
                label={t('responseTimes.chart', { window: words.last[window] })}
                unit={data.trends[0]?.unit ?? 'ms'}
                series={series}
                stepMs={data.trends[0]?.stepMs ?? 60_000}
                window={window}
                readAt={readAt}
                markers={data.markers}
              />
            </div>
          )}
        </StateView>
      </div>
    </Panel>
  );
};
