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
import { type ChartSeries, chartRows } from './chartRows';
import { formatQuantity } from './quantity';

/** More rows than anybody reads, and few enough to draw at once. */
const MOST = 200;

const useStyles = makeStyles(
  theme => ({
    scroll: {
      maxHeight: 320,
      overflow: 'auto',
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 4,
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
      },
    },
    table: {
      borderCollapse: 'collapse',
      fontSize: 13,
      width: '100%',
      '& th, & td': {
        padding: '3px 12px',
        textAlign: 'right',
        whiteSpace: 'nowrap',
        fontVariantNumeric: 'tabular-nums',
      },
      '& th:first-child, & td:first-child': { textAlign: 'left' },
      '& th': { fontWeight: 600 },
      '& tbody tr': { borderTop: `1px solid ${hairline(theme)}` },
    },
    more: { fontSize: 13, color: quietText(theme), margin: '4px 0 0' },
  }),
  { name: 'TokPulseOpsChartTable' },
);

/** What scrolls must be reachable without a mouse. */
const reachable = { tabIndex: 0 };

export interface ChartTableProps {
  readonly label: string;
  readonly series: readonly ChartSeries[];
  readonly stepMs: number;
  readonly unit: string;
}

/** All readings of a chart, newest first. */
export const ChartTable = (props: ChartTableProps) => {
  const { label, series, stepMs, unit } = props;
  const classes = useStyles();
  const t = useText();
  const rows = chartRows(series, stepMs).reverse();
  return (
    <>
      {/* It scrolls, and nothing in it can be focused instead. */}
      <div
        className={classes.scroll}
        role="region"
        aria-label={label}
        {...reachable}
      >
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('chart.time')}</th>
              {series.map(line => (
                <th key={line.id} scope="col">
                  {line.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST).map(({ at, values }) => (
              <tr key={at}>
                <td>{DateTime.fromMillis(at).toFormat('d MMM yyyy, HH:mm')}</td>
                {values.map((value, index) => (
                  <td key={series[index].id}>
                    {value === null
                      ? t('chart.gap')
                      : formatQuantity(value, unit)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > MOST && (
        <p className={classes.more}>
          {t('chart.newest', {
            shown: String(MOST),
            total: String(rows.length),
          })}
        </p>
      )}
    </>
  );
};
