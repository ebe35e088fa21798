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
import type {
  ObservationWindow,
  PerformanceView,
  Trend,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useMemo } from 'react';
import { MarkerList } from '../charts/MarkerList';
import { placeMarkers } from '../charts/markers';
import { TimeChart } from '../charts/TimeChart';
import { trendSeries } from '../charts/trendSeries';
import { rangeOf, useWindowWords } from '../charts/windows';
import { monospace } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gap: '20px 32px',
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(420px, 100%), 1fr))',
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
    name: {
      margin: '0 0 4px',
      fontFamily: monospace,
      fontSize: 13,
      lineHeight: '20px',
      fontWeight: 600,
    },
  }),
  { name: 'TokPulseOpsTrendCharts' },
);

interface ChartOfTrendsProps {
  readonly name: string;
  readonly trends: readonly Trend[];
  readonly view: PerformanceView;
  readonly window: ObservationWindow;
  readonly readAt: number;
}

/** The budget that every host has alike, to draw it as a limit. */
function thresholdOf(view: PerformanceView, name: string): number | undefined {
  const thresholds = new Set(
    view.hosts.flatMap(({ budgets }) =>
      budgets
        .filter(budget => budget.name === name)
        .map(({ threshold }) => threshold),
    ),
  );
  return thresholds.size === 1 ? [...thresholds][0] : undefined;
}

const ChartOfTrends = (props: ChartOfTrendsProps) => {
  const { name, trends, view, window, readAt } = props;
  const classes = useStyles();
  const t = useText();
  const words = useWindowWords();
  const series = useMemo(
    () =>
      trendSeries(trends, {
        p50: t('performance.p50'),
        p95: t('performance.p95'),
      }),
    [trends, t],
  );
  return (
    <div>
      <h3 className={classes.name}>{name}</h3>
      <TimeChart
        label={t('performance.trend', { name, window: words.last[window] })}
        unit={trends[0].unit}
        series={series}
        stepMs={trends[0].stepMs}
        window={window}
        readAt={readAt}
        markers={view.markers}
        events="elsewhere"
        threshold={thresholdOf(view, name)}
      />
    </div>
  );
};

export interface TrendChartsProps {
  readonly view: PerformanceView;
  readonly window: ObservationWindow;
  readonly readAt: number;
}

/** One chart for each thing that is measured. */
export const TrendCharts = ({ view, window, readAt }: TrendChartsProps) => {
  const classes = useStyles();
  const charts = useMemo(() => {
    const byName = new Map<string, Trend[]>();
    for (const trend of view.trends) {
      byName.set(trend.name, [...(byName.get(trend.name) ?? []), trend]);
    }
    return [...byName].filter(([, trends]) =>
      trends.some(({ points }) => points.length > 0),
    );
  }, [view.trends]);
  return (
    <>
      <div className={classes.root}>
        {charts.map(([name, trends]) => (
          <ChartOfTrends
            key={name}
            name={name}
            trends={trends}
            view={view}
            window={window}
            readAt={readAt}
          />
        ))}
      </div>
      <MarkerList
        markers={placeMarkers(view.markers, rangeOf(window, readAt))}
      />
    </>
  );
};
