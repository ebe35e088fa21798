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
import type { CheckView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { CodeBlock } from '../text/CodeBlock';
import { Disclosure } from '../text/Disclosure';
import { formatDuration } from '../text/duration';
import { TimeFor } from '../text/TimeFor';
import { visibleJson, visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { hairline, quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';
import { CheckReading } from './CheckReading';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: '104px minmax(0, 3fr) minmax(0, 2fr)',
      gap: '2px 16px',
      padding: '8px 0',
      borderTop: `1px dashed ${hairline(theme)}`,
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      gap: '0 10px',
    },
    name: { fontWeight: 600, fontSize: 14, overflowWrap: 'anywhere' },
    quiet: { fontSize: 13, color: quietText(theme) },
    ignored: {
      fontSize: 12,
      padding: '0 6px',
      borderRadius: 4,
      border: `1px dashed ${quietText(theme)}`,
      color: quietText(theme),
    },
    message: {
      margin: '1px 0 0',
      fontSize: 14,
      lineHeight: '20px',
      overflowWrap: 'anywhere',
    },
    reality: {
      margin: '1px 0 0',
      fontSize: 13,
      lineHeight: '19px',
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsCheckRow' },
);

export interface CheckRowProps {
  readonly host: string;
  readonly check: CheckView;
}

/** One check: its state and since when, what it says, what it measured. */
export const CheckRow = ({ host, check }: CheckRowProps) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const { details, reading, responseTimeMs } = check;
  const sign = signs.health(check.status);
  return (
    <li className={classes.root}>
      <div>
        <SignChip
          // It is not judged, so it must not look as if it were.
          sign={check.ignored ? { ...sign, tone: 'neutral' } : sign}
          look="plain"
        />
      </div>
      <div>
        <div className={classes.line}>
          <span className={classes.name}>{visibleText(check.name)}</span>
          {check.ignored && (
            <span className={classes.ignored} title={t('hosts.ignoredHint')}>
              {t('hosts.ignored')}
            </span>
          )}
          <span className={classes.quiet}>
            {t('hosts.for', { duration: <TimeFor since={check.since} /> })}
            {check.previous !== undefined &&
              `, ${t('hosts.previous', {
                status: signs.health(check.previous).word.toLocaleLowerCase(),
              })}`}
          </span>
        </div>
        {check.message !== undefined && (
          <p className={classes.message}>{visibleText(check.message)}</p>
        )}
        {check.reality !== undefined && (
          <p className={classes.reality}>
            {t('hosts.reality', { reality: visibleText(check.reality) })}
          </p>
        )}
        {details !== undefined && Object.keys(details).length > 0 && (
          <Disclosure label={t('hosts.details')}>
            <CodeBlock text={visibleJson(details)} what={t('code.details')} />
          </Disclosure>
        )}
      </div>
      <div>
        {reading !== undefined && (
          <CheckReading host={host} check={check} reading={reading} />
        )}
        {reading === undefined && responseTimeMs !== undefined && (
          <span className={classes.quiet}>
            {t('hosts.took', { duration: formatDuration(responseTimeMs) })}
          </span>
        )}
      </div>
    </li>
  );
};
