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

import { ErrorBoundary } from '@backstage/core-components';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import MuiSkeleton from '@material-ui/lab/Skeleton';
import type {
  Marker,
  ObservationWindow,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Disclosure } from '../text/Disclosure';
import { useText } from '../translation';
import { ChartLegend } from './ChartLegend';
import { ChartTable } from './ChartTable';
import { type ChartSeries, summarise } from './chartRows';
import { MarkerList } from './MarkerList';
import { placeMarkers } from './markers';
import { lineColour } from './palette';
import { formatQuantity } from './quantity';
import { rangeOf } from './windows';

// The library that draws is large, and nobody waits for a chart.
const TimeChartCanvas = lazy(() => import('./TimeChartCanvas'));

const HEIGHT = 220;

const useStyles = makeStyles(
  theme => ({
    root: { margin: 0, minWidth: 0 },
    canvas: {
      height: HEIGHT,
      // The chart can be read with the arrow keys.
      '& svg:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: 1,
        borderRadius: 4,
      },
      '& svg:focus:not(:focus-visible)': { outline: 0 },
    },
  }),
  { name: 'TokPulseOpsTimeChart' },
);

export interface TimeChartProps {
  /** What the chart shows: "Response times of the last 24 hours". */
  readonly label: string;
  readonly unit: string;
  readonly series: readonly ChartSeries[];
  /** Milliseconds that one point stands for. */
  readonly stepMs: number;
  readonly window: ObservationWindow;
  /** When it was read; the end of the window. Epoch milliseconds. */
  readonly readAt: number;
  readonly markers?: readonly Marker[];
  /** `elsewhere`: something else on the page says what the letters stand for. */
  readonly events?: 'listed' | 'elsewhere';
  /** A limit that values should stay below. */
  readonly threshold?: number;
}

/**
 * Lines over time, with a legend that says their latest and highest values,
 * the events of that time, and all readings as a table.
 */
export const TimeChart = (props: TimeChartProps) => {
  const { label, unit, series, stepMs, window, readAt } = props;
  const { markers = [], events = 'listed', threshold } = props;
  const classes = useStyles();
  const theme = useTheme();
  const t = useText();
  const [only, setOnly] = useState<string>();
  const groups = useMemo(
    () => [...new Set(series.map(({ group }) => group))],
    [series],
  );
  const range = useMemo(() => rangeOf(window, readAt), [window, readAt]);
  const placed = useMemo(() => placeMarkers(markers, range), [markers, range]);
  const shown = useMemo(
    () =>
      only !== undefined && groups.includes(only)
        ? series.filter(({ group }) => group === only)
        : series,
    [series, groups, only],
  );
  const colourOf = ({ group }: ChartSeries) =>
    lineColour(theme, groups.indexOf(group));
  const words = shown.map(line => {
    const { latest } = summarise(line);
    return `${line.label} ${
      latest === undefined ? t('chart.gap') : formatQuantity(latest, unit)
    }`;
  });
  const room = <MuiSkeleton variant="rect" height={HEIGHT} />;
  return (
    <figure className={classes.root} aria-label={label}>
      <div className={classes.canvas}>
        <ErrorBoundary>
          <Suspense fallback={room}>
            <TimeChartCanvas
              label={`${label}. ${words.join(', ')}`}
              hint={t('chart.keyboard')}
              unit={unit}
              series={shown}
              colours={shown.map(colourOf)}
              stepMs={stepMs}
              window={window}
              range={range}
              markers={placed}
              threshold={threshold}
              height={HEIGHT}
            />
          </Suspense>
        </ErrorBoundary>
      </div>
      <ChartLegend
        label={label}
        series={series}
        groups={groups}
        colourOf={colourOf}
        unit={unit}
        threshold={threshold}
        only={only}
        onOnly={setOnly}
      />
      {events === 'listed' && <MarkerList markers={placed} />}
      <Disclosure label={t('chart.asTable')}>
        <ChartTable label={label} series={series} stepMs={stepMs} unit={unit} />
      </Disclosure>
    </figure>
  );
};
