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
  type PerformanceView,
  type ServiceInfo,
  serviceReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { makeStyles } from '@material-ui/core/styles';
import { WindowSwitch } from '../charts/WindowSwitch';
import { windowNamed } from '../charts/windows';
import { useServicePerformance } from '../data/observations';
import { useServiceParams } from '../data/serviceParams';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { ComparisonList } from './ComparisonList';
import { HostPerformanceBlock } from './HostPerformanceBlock';
import { NoteList } from './NoteList';
import { TrendCharts } from './TrendCharts';

const useStyles = makeStyles(
  {
    list: { listStyle: 'none', margin: 0, padding: '4px 0' },
    body: { padding: '8px 20px 14px' },
  },
  { name: 'TokPulseOpsPerformanceSection' },
);

export interface PerformanceSectionProps {
  readonly service: ServiceInfo;
}

/** Whether there is anything to compare or to draw besides the scores. */
const hasTrends = ({ trends }: PerformanceView) =>
  trends.some(({ points }) => points.length > 0);

/** Scores, budgets against readings, trends, before and after, and what to know about it. */
export const PerformanceSection = ({ service }: PerformanceSectionProps) => {
  const classes = useStyles();
  const t = useText();
  const params = useServiceParams(service.id);
  const window = windowNamed(params.get('window'));
  const performance = useServicePerformance(service.id, window);
  const view = performance.kind === 'data' ? performance : undefined;
  const offered = view !== undefined && view.data.hosts.length > 0;
  return (
    <>
      <Panel title={t('performance.title')}>
        <StateView
          of={performance}
          what={t('performance.what', { service: service.title })}
          permission={serviceReadPermission.name}
          skeleton="page"
          empty={{
            when: ({ hosts }) => hosts.length === 0,
            title: t('performance.empty'),
            nextStep: t('performance.emptyStep', { service: service.id }),
          }}
        >
          {({ hosts, notes }) => (
            <>
              <ul className={classes.list}>
                {hosts.map(host => (
                  <HostPerformanceBlock key={host.host} of={host} />
                ))}
              </ul>
              <NoteList notes={notes} />
            </>
          )}
        </StateView>
      </Panel>
      {offered && (
        <Panel
          title={t('performance.trends')}
          aside={
            <WindowSwitch
              window={window}
              onWindow={chosen => params.set({ window: chosen })}
            />
          }
        >
          <StateView
            of={performance}
            what={t('performance.what', { service: service.title })}
            permission={serviceReadPermission.name}
            empty={{
              when: data => !hasTrends(data),
              title: t('performance.trendsEmpty'),
              nextStep: t('performance.trendsEmptyStep'),
            }}
          >
            {(data, { readAt }) => (
              <div className={classes.body}>
                <TrendCharts view={data} window={window} readAt={readAt} />
              </div>
            )}
          </StateView>
        </Panel>
      )}
      {view !== undefined && view.data.comparisons.length > 0 && (
        <Panel title={t('performance.comparisons')}>
          <ComparisonList comparisons={view.data.comparisons} />
        </Panel>
      )}
    </>
  );
};

export { PerformanceSection as default };
