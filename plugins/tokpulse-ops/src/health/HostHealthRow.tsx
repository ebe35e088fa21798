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
import { makeStyles } from '@material-ui/core/styles';
import type {
  CheckView,
  HealthStatus,
  HostView,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useAnswerWords } from '../operations/useAnswerWords';
import { safeLink } from '../text/safeLink';
import { TimeFor } from '../text/TimeFor';
import { visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { hairline, quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';
import { CheckRow } from './CheckRow';
import { HostFacts } from './HostFacts';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '12px 20px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 10px',
    },
    name: { margin: 0, fontWeight: 600, fontSize: 15, lineHeight: '22px' },
    quiet: { fontSize: 13, color: quietText(theme) },
    url: { fontSize: 13, overflowWrap: 'anywhere' },
    message: {
      margin: '4px 0 0',
      fontSize: 14,
      lineHeight: '20px',
      maxWidth: '80ch',
      overflowWrap: 'anywhere',
    },
    checks: { listStyle: 'none', margin: '8px 0 0', padding: 0 },
  }),
  { name: 'TokPulseOpsHostHealthRow' },
);

const urgency: Readonly<Record<HealthStatus, number>> = {
  unhealthy: 0,
  degraded: 1,
  unknown: 2,
  healthy: 3,
};

function byUrgency(a: CheckView, b: CheckView): number {
  return (
    Number(a.ignored) - Number(b.ignored) ||
    urgency[a.status] - urgency[b.status] ||
    a.name.localeCompare(b.name)
  );
}

/** One host: its state, how it answered, and its checks, worst first. */
export const HostHealthRow = ({ host }: { readonly host: HostView }) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const answerWords = useAnswerWords();
  return (
    <li className={classes.root}>
      <div className={classes.line}>
        <h3 className={classes.name}>{host.host}</h3>
        <SignChip sign={signs.health(host.status)} />
        <span className={classes.quiet}>
          {t('hosts.for', { duration: <TimeFor since={host.since} /> })}
        </span>
        {safeLink(host.url) !== '' && (
          <Link to={host.url} className={classes.url}>
            {host.url}
          </Link>
        )}
      </div>
      <p className={classes.message}>{visibleText(host.message)}</p>
      <HostFacts host={host} answer={answerWords(host.answer)} />
      {host.checks.length > 0 && (
        <ul
          className={classes.checks}
          aria-label={t('hosts.checks', { host: host.host })}
        >
          {[...host.checks].sort(byUrgency).map(check => (
            <CheckRow key={check.name} host={host.host} check={check} />
          ))}
        </ul>
      )}
    </li>
  );
};
