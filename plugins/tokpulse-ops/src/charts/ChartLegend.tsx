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
import clsx from 'clsx';
import { hairline, quietText, sunken } from '../tones/tones';
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
    away: { opacity: 0.55 },
  }),
  { name: 'TokPulseOpsChartLegend' },
);

export interface ChartLegendProps {
  readonly label: string;
  readonly series: readonly ChartSeries[];
  readonly groups: readonly string[];
  readonly colourOf: (series: ChartSeries) => string;
  readonly unit: string;
  /** The group that is shown alone. */
  readonly only: string | undefined;
  readonly onOnly: (group: string | undefined) => void;
}

/** The lines of a chart with their latest and highest values. */
export const ChartLegend = (props: ChartLegendProps) => {
  const { label, series, groups, colourOf, unit, only, onOnly } = props;
  const classes = useStyles();
  const t = useText();
  const say = (value: number | undefined) =>
    value === undefined ? t('chart.gap') : formatQuantity(value, unit);
  return (
    <table className={classes.root} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('chart.series')}</th>
          <th scope="col" className={classes.figure}>
            {t('chart.now')}
          </th>
          <th scope="col" className={classes.figure}>
            {t('chart.highest')}
          </th>
        </tr>
      </thead>
      <tbody>
        {series.map(line => {
          const { latest, highest } = summarise(line);
          const name = (
            <>
              <Swatch colour={colourOf(line)} look={line.look} />
              {line.label}
            </>
          );
          const chosen = only === line.group;
          return (
            <tr
              key={line.id}
              className={clsx(only !== undefined && !chosen && classes.away)}
            >
              <td>
                {groups.length === 1 ? (
                  <span className={classes.line}>{name}</span>
                ) : (
                  <button
                    type="button"
                    className={clsx(classes.button, chosen && classes.pressed)}
                    aria-pressed={chosen}
                    title={
                      chosen
                        ? t('chart.all')
                        : t('chart.only', { name: line.group })
                    }
                    onClick={() => onOnly(chosen ? undefined : line.group)}
                  >
                    {name}
                  </button>
                )}
              </td>
              <td className={classes.figure}>{say(latest)}</td>
              <td className={classes.figure}>{say(highest)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
