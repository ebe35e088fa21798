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
  HealthCheck,
  HealthStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { CodeBlock } from '../text/CodeBlock';
import { formatDuration } from '../text/duration';
import { visibleJson, visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { hairline, quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      listStyle: 'none',
      margin: '8px 0 0',
      padding: 0,
    },
    check: {
      display: 'grid',
      gridTemplateColumns: '92px minmax(0, 1fr)',
      gap: '2px 14px',
      padding: '6px 0',
      '& + &': { borderTop: `1px dashed ${hairline(theme)}` },
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
    name: { fontWeight: 600, fontSize: 14 },
    quiet: { fontSize: 13, color: quietText(theme), marginLeft: 8 },
    ignored: {
      fontSize: 12,
      marginLeft: 8,
      padding: '0 6px',
      borderRadius: 4,
      border: `1px dashed ${quietText(theme)}`,
      color: quietText(theme),
    },
    message: {
      margin: '1px 0 4px',
      fontSize: 14,
      lineHeight: '20px',
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsCheckList' },
);

const urgency: Readonly<Record<HealthStatus, number>> = {
  unhealthy: 0,
  degraded: 1,
  unknown: 2,
  healthy: 3,
};

function byUrgency(a: HealthCheck, b: HealthCheck): number {
  return (
    Number(a.ignored) - Number(b.ignored) ||
    urgency[a.status] - urgency[b.status] ||
    a.name.localeCompare(b.name)
  );
}

/** The checks of one host, worst first, ignored ones last. */
export const CheckList = ({
  checks,
}: {
  readonly checks: readonly HealthCheck[];
}) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  return (
    <ul className={classes.root}>
      {[...checks].sort(byUrgency).map(check => (
        <li key={check.name} className={classes.check}>
          <div>
            <SignChip sign={signs.health(check.status)} look="plain" />
          </div>
          <div>
            <span className={classes.name}>{visibleText(check.name)}</span>
            {check.ignored && (
              <span className={classes.ignored} title={t('status.ignoredHint')}>
                {t('status.ignored')}
              </span>
            )}
            {check.responseTimeMs !== undefined && (
              <span className={classes.quiet}>
                {formatDuration(check.responseTimeMs)}
              </span>
            )}
            {check.message !== undefined && (
              <p className={classes.message}>{visibleText(check.message)}</p>
            )}
            {check.details !== undefined &&
              Object.keys(check.details).length > 0 && (
                <CodeBlock
                  text={visibleJson(check.details)}
                  what={t('code.details')}
                  lines={4}
                />
              )}
          </div>
        </li>
      ))}
    </ul>
  );
};
