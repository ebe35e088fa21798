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
import { Link } from '@backstage/core-components';
import type { HostHealth } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useId, useState } from 'react';
import { DisclosureButton } from '../text/DisclosureButton';
import { formatDuration } from '../text/duration';
import { safeLink } from '../text/safeLink';
import { visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { hairline, quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';
import { CheckList } from './CheckList';
import { useAnswerWords } from './useAnswerWords';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '10px 20px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 10px',
    },
    name: { fontWeight: 600, fontSize: 15 },
    url: { fontSize: 13, overflowWrap: 'anywhere' },
    message: {
      margin: '2px 0 0',
      fontSize: 14,
      lineHeight: '20px',
      overflowWrap: 'anywhere',
    },
    facts: { margin: '2px 0 0', fontSize: 13, color: quietText(theme) },
  }),
  { name: 'TokPulseOpsHostRow' },
);

/** One host: its state, what it answered, and its checks on demand. */
export const HostRow = ({ host }: { readonly host: HostHealth }) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const answerWords = useAnswerWords();
  const judged = host.checks.filter(check => !check.ignored);
  const wrong = judged.filter(check => check.status !== 'healthy').length;
  const [open, setOpen] = useState(false);
  const checksId = useId();
  const duration = formatDuration(host.latencyMs);
  const facts = [
    answerWords(host.answer),
    host.httpStatus !== undefined &&
      t('status.httpStatus', { status: String(host.httpStatus) }),
    host.httpStatus === undefined
      ? t('status.noAnswer', { duration })
      : t('status.latency', { duration }),
    host.version !== undefined &&
      t('status.version', { version: visibleText(host.version) }),
    host.uptimeMs !== undefined &&
      t('status.uptime', { duration: formatDuration(host.uptimeMs) }),
  ].filter(Boolean);
  return (
    <li className={classes.root}>
      <div className={classes.line}>
        <span className={classes.name}>{host.host}</span>
        <SignChip sign={signs.health(host.status)} />
        {safeLink(host.url) !== '' && (
          <Link to={host.url} className={classes.url}>
            {host.url}
          </Link>
        )}
      </div>
      <p className={classes.message}>{visibleText(host.message)}</p>
      <p className={classes.facts}>{facts.join(' · ')}</p>
      {host.checks.length > 0 && (
        <DisclosureButton
          label={
            wrong === 0
              ? t('status.checksAllGood', { count: judged.length })
              : t('status.checksWrong', {
                  wrong: String(wrong),
                  total: String(judged.length),
                })
          }
          open={open}
          controls={checksId}
          onClick={() => setOpen(!open)}
        />
      )}
      <div id={checksId} hidden={!open}>
        {open && <CheckList checks={host.checks} />}
      </div>
    </li>
  );
};
