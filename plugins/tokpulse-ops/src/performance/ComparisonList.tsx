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

import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import HelpIcon from '@material-ui/icons/Help';
import TrendingDownIcon from '@material-ui/icons/TrendingDown';
import TrendingFlatIcon from '@material-ui/icons/TrendingFlat';
import TrendingUpIcon from '@material-ui/icons/TrendingUp';
import type { Comparison } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatNumber, formatQuantity } from '../charts/quantity';
import { runRouteRef } from '../routes';
import { TimeAgo } from '../text/TimeAgo';
import { visibleText } from '../text/visibleText';
import type { Sign } from '../tones/sign';
import { SignChip } from '../tones/SignChip';
import { hairline, monospace, quietText } from '../tones/tones';
import { type Text, useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: '4px 20px 8px' },
    row: {
      display: 'grid',
      gridTemplateColumns: '148px minmax(0, 1fr) minmax(236px, auto)',
      gap: '4px 16px',
      padding: '8px 0',
      fontSize: 14,
      lineHeight: '20px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
    title: { overflowWrap: 'anywhere' },
    name: { fontFamily: monospace, fontSize: 12.5 },
    quiet: {
      fontSize: 13,
      lineHeight: '19px',
      color: quietText(theme),
      margin: 0,
      overflowWrap: 'anywhere',
    },
    table: {
      borderCollapse: 'collapse',
      fontSize: 13,
      '& th, & td': {
        padding: '0 14px 0 0',
        textAlign: 'right',
        fontVariantNumeric: 'tabular-nums',
        whiteSpace: 'nowrap',
      },
      '& th': { fontWeight: 400, color: quietText(theme) },
      '& tr > :first-child': { textAlign: 'left' },
    },
  }),
  { name: 'TokPulseOpsComparisonList' },
);

function signOf(t: Text, direction: Comparison['direction']): Sign {
  switch (direction) {
    case 'better':
      // Down: these are times, of which less is better.
      return {
        tone: 'ok',
        icon: TrendingDownIcon,
        word: t('performance.better'),
      };
    case 'worse':
      return {
        tone: 'critical',
        icon: TrendingUpIcon,
        word: t('performance.worse'),
      };
    case 'same':
      return {
        tone: 'neutral',
        icon: TrendingFlatIcon,
        word: t('performance.same'),
      };
    case 'not-known':
      return {
        tone: 'neutral',
        icon: HelpIcon,
        word: t('performance.notKnown'),
      };
    default:
      return direction satisfies never;
  }
}

const Row = ({ comparison }: { readonly comparison: Comparison }) => {
  const { marker, host, name, unit, before, after, conclusion } = comparison;
  const classes = useStyles();
  const t = useText();
  const runPath = useRouteRef(runRouteRef);
  const label = visibleText(marker.label);
  const path =
    marker.runId === undefined ? undefined : runPath?.({ runId: marker.runId });
  const say = (value: number | undefined) =>
    value === undefined ? '–' : formatQuantity(value, unit);
  return (
    <li className={classes.row}>
      <div>
        <SignChip sign={signOf(t, comparison.direction)} look="plain" />
      </div>
      <div>
        <div className={classes.title}>
          {path === undefined ? label : <Link to={path}>{label}</Link>}{' '}
          <span className={classes.quiet}>
            <TimeAgo at={marker.at} />
          </span>
        </div>
        <div className={classes.name}>
          {host}: {name}
        </div>
        <p className={classes.quiet}>{visibleText(conclusion)}</p>
      </div>
      <table
        className={classes.table}
        aria-label={t('performance.comparison', { name, host, label })}
      >
        <thead>
          <tr>
            <td />
            <th scope="col">p50</th>
            <th scope="col">p95</th>
            <th scope="col">{t('performance.answers')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('performance.before')}</th>
            <td>{say(before.p50)}</td>
            <td>{say(before.p95)}</td>
            <td>{formatNumber(before.count)}</td>
          </tr>
          <tr>
            <th scope="row">{t('performance.after')}</th>
            <td>{say(after.p50)}</td>
            <td>{say(after.p95)}</td>
            <td>{formatNumber(after.count)}</td>
          </tr>
        </tbody>
      </table>
    </li>
  );
};

/** Readings on both sides of deployments, restarts and runs. */
export const ComparisonList = (props: {
  readonly comparisons: readonly Comparison[];
}) => {
  const classes = useStyles();
  const t = useText();
  return (
    <ul className={classes.list} aria-label={t('performance.comparisons')}>
      {props.comparisons.map(comparison => (
        <Row
          key={`${comparison.marker.at} ${comparison.marker.kind} ${comparison.host} ${comparison.name}`}
          comparison={comparison}
        />
      ))}
    </ul>
  );
};
