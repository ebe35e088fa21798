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

import { useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type { ObservationWindow } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useMemo } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { hairline, quietText, tonesOf } from '../tones/tones';
import { ChartTooltip } from './ChartTooltip';
import {
  type ChartRow,
  type ChartSeries,
  chartRows,
  isAlone,
} from './chartRows';
import { MarkerFlag } from './MarkerFlag';
import { flagsOf, type PlacedMarker, markerTone } from './markers';
import { formatQuantity } from './quantity';
import { formatTick, type TimeRange, ticksOf } from './windows';

const MARGIN = { top: 22, right: 12, bottom: 0, left: 0 } as const;
const Y_AXIS_WIDTH = 58;
const FONT_SIZE = 12;
/** Share of the width that the flag of an event takes. */
const FLAG_SHARE = 0.05;
const FLAG_SHARE_NARROW = 0.1;

export interface TimeChartCanvasProps {
  /** What the chart shows, for screen readers. */
  readonly label: string;
  readonly hint: string;
  readonly unit: string;
  readonly series: readonly ChartSeries[];
  /** Of each series, in their order. */
  readonly colours: readonly string[];
  readonly stepMs: number;
  readonly window: ObservationWindow;
  readonly range: TimeRange;
  readonly markers: readonly PlacedMarker[];
  /** A limit that values should stay below. */
  readonly threshold?: number;
  readonly height: number;
}

/** The drawing itself; loaded when the first chart is looked at. */
const TimeChartCanvas = (props: TimeChartCanvasProps) => {
  const { label, hint, unit, series, colours, stepMs, window, range } = props;
  const { markers, threshold, height } = props;
  const theme = useTheme();
  const rows = useMemo(() => chartRows(series, stepMs), [series, stepMs]);
  // An element for every point of every line is most of the work of a drawing.
  const lone = useMemo(
    () =>
      series.map((_, index) =>
        rows.some((__, row) => isAlone(rows, { row, series: index })),
      ),
    [series, rows],
  );
  const ticks = useMemo(() => ticksOf(window, range), [window, range]);
  const narrow = useMediaQuery(theme.breakpoints.down('xs'), { noSsr: true });
  const flags = useMemo(
    () =>
      flagsOf(markers, {
        range,
        share: narrow ? FLAG_SHARE_NARROW : FLAG_SHARE,
      }),
    [markers, range, narrow],
  );
  const text = { fill: quietText(theme), fontSize: FONT_SIZE };
  const tones = tonesOf(theme);
  return (
    <ResponsiveContainer
      width="100%"
      height={height}
      initialDimension={{ width: 600, height }}
    >
      <LineChart data={rows} margin={MARGIN} title={label} desc={hint}>
        <CartesianGrid vertical={false} stroke={hairline(theme)} />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={[range.from, range.to]}
          allowDataOverflow
          ticks={ticks}
          minTickGap={24}
          tickFormatter={(at: number) => formatTick(window, at)}
          tick={text}
          stroke={hairline(theme)}
        />
        <YAxis
          width={Y_AXIS_WIDTH}
          domain={[0, 'auto']}
          tickCount={5}
          tickFormatter={(value: number) => formatQuantity(value, unit)}
          tick={text}
          axisLine={false}
          tickLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: quietText(theme) }}
          content={({ active, label: at }) =>
            active && at !== undefined ? (
              <ChartTooltip
                row={rows.find(row => row.at === Number(at))}
                series={series}
                colours={colours}
                unit={unit}
              />
            ) : null
          }
        />
        {threshold !== undefined && (
          <ReferenceLine
            y={threshold}
            stroke={tones.critical.line}
            strokeDasharray="2 3"
            ifOverflow="extendDomain"
          />
        )}
        {markers.map(({ key, time, kind }) => (
          <ReferenceLine
            key={key}
            x={time}
            stroke={tones[markerTone[kind]].line}
            strokeDasharray="3 3"
          />
        ))}
        {flags.map(({ key, time, kind, sign }) => (
          <ReferenceLine
            key={`flag ${key}`}
            x={time}
            stroke="none"
            label={<MarkerFlag kind={kind} sign={sign} />}
          />
        ))}
        {series.map((line, index) => (
          <Line
            key={line.id}
            name={line.label}
            type="linear"
            dataKey={(row: ChartRow) => row.values[index]}
            stroke={colours[index]}
            strokeWidth={line.look === 'solid' ? 2 : 1.5}
            strokeDasharray={line.look === 'solid' ? undefined : '4 3'}
            connectNulls={false}
            isAnimationActive={false}
            activeDot={{ r: 4 }}
            dot={
              lone[index] &&
              (({ cx, cy, index: row, key }) =>
                isAlone(rows, { row, series: index }) ? (
                  <circle
                    key={key}
                    cx={cx}
                    cy={cy}
                    r={2}
                    fill={colours[index]}
                  />
                ) : (
                  <g key={key} />
                ))
            }
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
};

export default TimeChartCanvas;
