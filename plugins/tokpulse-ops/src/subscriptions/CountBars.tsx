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
import { hairline, quietText, tonesOf } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    title: {
      margin: 0,
      fontSize: 12.5,
      fontWeight: 600,
      color: quietText(theme),
    },
    list: { listStyle: 'none', margin: '4px 0 0', padding: 0 },
    bar: {
      display: 'grid',
      width: '100%',
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      gap: '2px 12px',
      padding: '5px 6px',
      margin: '0 -6px',
      border: 0,
      borderRadius: 4,
      background: 'none',
      color: 'inherit',
      font: 'inherit',
      fontSize: 14,
      lineHeight: '20px',
      textAlign: 'left',
      cursor: 'pointer',
      '&:hover': { backgroundColor: hairline(theme) },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -1,
      },
    },
    name: { overflowWrap: 'anywhere' },
    chosen: { fontWeight: 700, textDecoration: 'underline' },
    count: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
    track: {
      gridColumn: '1 / -1',
      height: 6,
      borderRadius: 3,
      backgroundColor: hairline(theme),
      overflow: 'hidden',
    },
    fill: {
      height: '100%',
      minWidth: 2,
      backgroundColor: tonesOf(theme).active.line,
    },
    note: {
      gridColumn: '1 / -1',
      fontSize: 12.5,
      color: quietText(theme),
    },
  }),
  { name: 'TokPulseOpsCountBars' },
);

/** One bar of several. */
export interface CountBar {
  readonly id: string;
  readonly name: string;
  readonly count: number;
  readonly note?: string;
}

export interface CountBarsProps {
  readonly title: string;
  readonly bars: readonly CountBar[];
  readonly total: number;
  readonly chosen: string | undefined;
  readonly onChoice: (id: string | undefined) => void;
}

/** A share in words: small ones are not said to be none. */
function percentOf(count: number, total: number): string {
  if (total === 0 || count === 0) {
    return '0 %';
  }
  const percent = (100 * count) / total;
  return percent < 1 ? '< 1 %' : `${Math.round(percent)} %`;
}

/** Counts as bars with their figures; each filters the list below. */
export const CountBars = (props: CountBarsProps) => {
  const { title, bars, total, chosen, onChoice } = props;
  const classes = useStyles();
  const t = useText();
  return (
    <div>
      <h3 className={classes.title}>{title}</h3>
      <ul className={classes.list} aria-label={title}>
        {bars.map(({ id, name, count, note }) => (
          <li key={id}>
            <button
              type="button"
              className={classes.bar}
              aria-pressed={id === chosen}
              onClick={() => onChoice(id === chosen ? undefined : id)}
            >
              <span
                className={`${classes.name} ${
                  id === chosen ? classes.chosen : ''
                }`}
              >
                {name}
              </span>{' '}
              <span className={classes.count}>
                {t('subs.share', {
                  number: count.toLocaleString(),
                  percent: percentOf(count, total),
                })}
              </span>
              <span className={classes.track} aria-hidden="true">
                <span
                  className={classes.fill}
                  style={{
                    display: 'block',
                    width: `${total === 0 ? 0 : (100 * count) / total}%`,
                  }}
                />
              </span>
              {note !== undefined && (
                <span className={classes.note}>{note}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
};
