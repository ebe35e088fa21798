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
import BrokenIcon from '@material-ui/icons/BrokenImageOutlined';
import UndoIcon from '@material-ui/icons/Undo';
import {
  type RunSummary,
  terminalRunStates,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { runRouteRef } from '../routes';
import { formatDuration } from '../text/duration';
import { PersonName } from '../text/PersonName';
import { TimeAgo } from '../text/TimeAgo';
import { useElapsed } from '../text/useElapsed';
import { SeverityChip } from '../tones/SeverityChip';
import { SignChip } from '../tones/SignChip';
import { hairline, quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';
import { useWaitingWords } from './useWaitingWords';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '10px 20px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    first: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 10px',
    },
    title: { fontSize: 14.5, fontWeight: 600, overflowWrap: 'anywhere' },
    state: { marginLeft: 'auto' },
    facts: {
      margin: '3px 0 0',
      fontSize: 13,
      lineHeight: '19px',
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
    waits: { color: theme.palette.text.primary, fontWeight: 500 },
  }),
  { name: 'TokPulseOpsRunRow' },
);

export interface RunRowProps {
  readonly run: RunSummary;
  /** Names the service too, in a list of several. */
  readonly serviceTitle?: string;
}

/** One run in a list: what, how it stands, who leads it, since when. */
export const RunRow = ({ run, serviceTitle }: RunRowProps) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const waitingWords = useWaitingWords();
  const runPath = useRouteRef(runRouteRef);
  const over = terminalRunStates.includes(run.state);
  const elapsed = useElapsed(run.startedAt ?? run.createdAt, run.finishedAt);
  const duration = formatDuration(elapsed ?? 0);
  const waits = over ? undefined : waitingWords(run);
  return (
    <li className={classes.root}>
      <div className={classes.first}>
        {run.runbook.severity !== undefined && (
          <SeverityChip severity={run.runbook.severity} />
        )}
        <Link to={runPath?.({ runId: run.id }) ?? ''} className={classes.title}>
          {run.runbook.title}
        </Link>
        {run.undoes !== undefined && (
          <SignChip
            look="plain"
            sign={{
              tone: 'neutral',
              icon: UndoIcon,
              word: t('activity.undo'),
              hint: t('activity.undoHint'),
            }}
          />
        )}
        {run.glassBroken && (
          <SignChip
            look="plain"
            sign={{
              tone: 'critical',
              icon: BrokenIcon,
              word: t('activity.glass'),
              hint: t('activity.glassHint'),
            }}
          />
        )}
        <SignChip sign={signs.run(run)} className={classes.state} />
      </div>
      <p className={classes.facts}>
        {waits !== undefined && (
          <>
            <span className={classes.waits}>{waits}</span>
            {' · '}
          </>
        )}
        {serviceTitle !== undefined && `${serviceTitle} · `}
        {t('activity.ledBy', { lead: <PersonName entityRef={run.lead} /> })}
        {' · '}
        <TimeAgo at={run.createdAt} />
        {' · '}
        {over
          ? t('activity.took', { duration })
          : t('activity.soFar', { duration })}
      </p>
      {run.reason !== undefined && (
        <p className={classes.facts}>
          {t('activity.reason', { reason: run.reason })}
        </p>
      )}
    </li>
  );
};
