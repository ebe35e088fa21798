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

import { makeStyles, useTheme } from '@material-ui/core/styles';
import clsx from 'clsx';
import { hairline, quietText, sunken, tonesOf } from '../tones/tones';
import { useText } from '../translation';
import { type ChartSeries, summarise } from './chartRows';
import { formatQuantity } from './quantity';
import { Swatch } from './Swatch';

const useStyles = makeStyles(
  theme => ({
    root: {
      borderCollapse: 'collapse',
      fontSize: 13,
      lineHeight: '20px',
      margin: '6px 0 0',
      '& th': {
        fontWeight: 400,
        textAlign: 'left',
        padding: '2px 16px 2px 0',
        color: quietText(theme),
      },
      '& td': {
        padding: '2px 16px 2px 0',
        fontVariantNumeric: 'tabular-nums',
        whiteSpace: 'nowrap',
      },
      '& tbody tr': { borderTop: `1px solid ${hairline(theme)}` },
    },
    figure: { '&&': { textAlign: 'right' } },
    line: { display: 'inline-flex', alignItems: 'center', gap: 8 },
    button: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 8,
      minHeight: 24,
      padding: '0 8px 0 4px',
      marginLeft: -4,
      border: 0,
      borderRadius: 4,
      background: 'none',
      font: 'inherit',
      textAlign: 'left',
      color: theme.palette.text.primary,
      cursor: 'pointer',
      '&:hover': { backgroundColor: sunken(theme) },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
      },
    },
    pressed: {
      backgroundColor: sunken(theme),
      boxShadow: `inset 0 0 0 1px ${quietText(theme)}`,
    },
    name: { color: theme.palette.text.primary },
    away: { opacity: 0.55 },
    limit: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      margin: '2px 0 0',
      fontSize: 13,
      lineHeight: '20px',
      color: quietText(theme),
    },
  }),
  { name: 'TokPulseOpsChartLegend' },
);

export interface ChartLegendProps {
  readonly label: string;
  readonly series: readonly ChartSeries[];
  readonly groups: readonly string[];
  readonly colourOf: (series: ChartSeries) => string;
  readonly unit: string;
  readonly threshold: number | undefined;
  /** The group that is shown alone. */
  readonly only: string | undefined;
  readonly onOnly: (group: string | undefined) => void;
}

/** The lines of a chart, a row for each group, with their latest and highest values. */
export const ChartLegend = (props: ChartLegendProps) => {
  const { label, series, groups, colourOf, unit, threshold } = props;
  const { only, onOnly } = props;
  const classes = useStyles();
  const theme = useTheme();
  const t = useText();
  const say = (value: number | undefined) =>
    value === undefined ? t('chart.gap') : formatQuantity(value, unit);
  const statistics = [...new Set(series.map(({ statistic }) => statistic))];
  return (
    <>
      <table className={classes.root} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('chart.series')}</th>
            {statistics.map(statistic => (
              <th key={statistic} scope="col" className={classes.figure}>
                {statistic}
              </th>
            ))}
            <th scope="col" className={classes.figure}>
              {t('chart.highest')}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map(group => {
            const lines = series.filter(line => line.group === group);
            const chosen = only === group;
            const highest = lines.flatMap(
              line => summarise(line).highest ?? [],
            );
            return (
              <tr
                key={group}
                className={clsx(only !== undefined && !chosen && classes.away)}
              >
                <th scope="row">
                  {groups.length === 1 ? (
                    <span className={classes.name}>{group}</span>
                  ) : (
                    <button
                      type="button"
                      className={clsx(
                        classes.button,
                        chosen && classes.pressed,
                      )}
                      aria-pressed={chosen}
                      title={
                        chosen
                          ? t('chart.all')
                          : t('chart.only', { name: group })
                      }
                      onClick={() => onOnly(chosen ? undefined : group)}
                    >
                      {group}
                    </button>
                  )}
                </th>
                {statistics.map(statistic => {
                  const line = lines.find(one => one.statistic === statistic);
                  return (
                    <td key={statistic} className={classes.figure}>
                      {line !== undefined && (
                        <span className={classes.line}>
                          <Swatch colour={colourOf(line)} look={line.look} />
                          {say(summarise(line).latest)}
                        </span>
                      )}
                    </td>
                  );
                })}
                <td className={classes.figure}>
                  {say(highest.length === 0 ? undefined : Math.max(...highest))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {threshold !== undefined && (
        <p className={classes.limit}>
          <Swatch colour={tonesOf(theme).critical.line} look="dotted" />
          {t('chart.limit', { value: formatQuantity(threshold, unit) })}
        </p>
      )}
    </>
  );
};
