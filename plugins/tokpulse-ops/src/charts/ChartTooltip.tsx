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
import { DateTime } from 'luxon';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';
import type { ChartRow, ChartSeries } from './chartRows';
import { formatQuantity } from './quantity';
import { Swatch } from './Swatch';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '8px 10px',
      borderRadius: 6,
      border: `1px solid ${hairline(theme)}`,
      backgroundColor: theme.palette.background.paper,
      boxShadow: theme.shadows[3],
      fontSize: 12.5,
      lineHeight: '19px',
    },
    time: { color: quietText(theme), margin: 0 },
    line: { display: 'flex', alignItems: 'center', gap: 8 },
    value: {
      marginLeft: 'auto',
      paddingLeft: 12,
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
    },
  }),
  { name: 'TokPulseOpsChartTooltip' },
);

export interface ChartTooltipProps {
  readonly row: ChartRow | undefined;
  readonly series: readonly ChartSeries[];
  readonly colours: readonly string[];
  readonly unit: string;
}

/** What the lines of a chart are at one time. */
export const ChartTooltip = (props: ChartTooltipProps) => {
  const { row, series, colours, unit } = props;
  const classes = useStyles();
  const t = useText();
  if (row === undefined) {
    return null;
  }
  return (
    <div className={classes.root}>
      <p className={classes.time}>
        {DateTime.fromMillis(row.at).toFormat('ccc d MMM, HH:mm')}
      </p>
      {series.map((line, index) => {
        const value = row.values[index];
        return (
          <div key={line.id} className={classes.line}>
            <Swatch colour={colours[index]} look={line.look} />
            <span>{line.label}</span>
            <span className={classes.value}>
              {typeof value === 'number'
                ? formatQuantity(value, unit)
                : t('chart.gap')}
            </span>
          </div>
        );
      })}
    </div>
  );
};
