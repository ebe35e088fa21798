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
import type { EndpointPerformance } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatNumber, formatQuantity } from '../charts/quantity';
import { visibleText } from '../text/visibleText';
import { hairline, monospace, quietText } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    scroll: {
      overflowX: 'auto',
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
      },
    },
    table: {
      borderCollapse: 'collapse',
      width: '100%',
      fontSize: 13,
      '& th, & td': {
        padding: '4px 12px 4px 0',
        textAlign: 'right',
        whiteSpace: 'nowrap',
        fontVariantNumeric: 'tabular-nums',
      },
      '& th': { fontWeight: 400, color: quietText(theme) },
      '& th:first-child, & td:first-child': { textAlign: 'left' },
      '& tbody tr': { borderTop: `1px solid ${hairline(theme)}` },
    },
    path: { fontFamily: monospace, fontSize: 12.5 },
  }),
  { name: 'TokPulseOpsEndpointTable' },
);

/** What scrolls must be reachable without a mouse. */
const reachable = { tabIndex: 0 };

export interface EndpointTableProps {
  readonly label: string;
  readonly endpoints: readonly EndpointPerformance[];
}

/** What answers took by path, slowest first. */
export const EndpointTable = ({ label, endpoints }: EndpointTableProps) => {
  const classes = useStyles();
  const t = useText();
  return (
    <div
      className={classes.scroll}
      role="region"
      aria-label={label}
      {...reachable}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('performance.path')}</th>
            <th scope="col">{t('performance.p50')}</th>
            <th scope="col">{t('performance.p95')}</th>
            <th scope="col">{t('performance.max')}</th>
            <th scope="col">{t('performance.answers')}</th>
            <th scope="col">{t('performance.errors')}</th>
          </tr>
        </thead>
        <tbody>
          {endpoints.map(({ method, path, unit, ...figures }) => (
            <tr key={`${method} ${path}`}>
              <td className={classes.path}>
                {method} {visibleText(path)}
              </td>
              <td>{formatQuantity(figures.p50, unit)}</td>
              <td>{formatQuantity(figures.p95, unit)}</td>
              <td>{formatQuantity(figures.max, unit)}</td>
              <td>{formatNumber(figures.count)}</td>
              <td>{formatNumber(figures.errors)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
