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

import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { ProblemNotice } from '../../states/ProblemNotice';
import { TimeAgo } from '../../text/TimeAgo';
import { hairline, monospace, quietText } from '../../tones/tones';
import { useText } from '../../translation';
import type { History } from '../HistoryStore';
import { useNextStyles } from '../next/useNextStyles';
import { useEventWords } from '../useEventWords';

const PAGE = 50;
const WHOLE = 100;

const useStyles = makeStyles(
  theme => ({
    row: {
      display: 'grid',
      gridTemplateColumns: '44px minmax(0, 1fr) auto',
      gap: '0 10px',
      padding: '5px 0',
      fontSize: 13.5,
      lineHeight: '20px',
      overflowWrap: 'anywhere',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    seq: {
      fontFamily: monospace,
      fontSize: 12,
      color: quietText(theme),
      textAlign: 'right',
    },
    // A sentence may begin with “you”.
    words: { '&::first-letter': { textTransform: 'uppercase' } },
    time: { fontSize: 12.5, color: quietText(theme), whiteSpace: 'nowrap' },
    list: { listStyle: 'none', margin: 0, padding: 0 },
  }),
  { name: 'TokPulseOpsHistoryList' },
);

export interface HistoryListProps {
  readonly run: RunDetail;
  readonly history: History;
  readonly onOpen: () => void;
}

/** Everything that happened in a run but its output, newest first. */
export const HistoryList = ({ run, history, onOpen }: HistoryListProps) => {
  const classes = useStyles();
  const next = useNextStyles();
  const t = useText();
  const words = useEventWords(run);
  const [shown, setShown] = useState(PAGE);
  const { kind, events } = history;
  const older = events.length - shown;
  const newest = events.slice(-shown).reverse();
  return (
    <>
      {kind === 'closed' && (
        <>
          <p className={next.quiet}>{t('record.large')}</p>
          <div className={next.buttons}>
            <Button size="small" variant="outlined" onClick={onOpen}>
              {t('record.readAll', { count: history.total })}
            </Button>
          </div>
        </>
      )}
      {kind === 'loading' && (
        <LinearProgress
          aria-label={t('problem.loading', { what: t('record.history') })}
          variant="determinate"
          value={
            history.total === 0 ? 0 : (history.upTo / history.total) * WHOLE
          }
        />
      )}
      {kind === 'failed' && (
        <>
          <ProblemNotice
            title={t('problem.error', { what: t('record.history') })}
            error={history.error}
          />
          <div className={next.buttons}>
            <Button size="small" variant="outlined" onClick={onOpen}>
              {t('problem.retry')}
            </Button>
          </div>
        </>
      )}
      {kind === 'open' && events.length === 0 && (
        <p className={next.quiet}>{t('record.nothing')}</p>
      )}
      <ol
        className={classes.list}
        reversed
        aria-label={t('record.historyTitle')}
      >
        {newest.map(event => (
          <li key={event.seq} className={classes.row}>
            <span className={classes.seq} title={t('record.seq')}>
              {event.seq}
            </span>
            <span className={classes.words}>{words(event)}</span>
            <span className={classes.time}>
              <TimeAgo at={event.at} />
            </span>
          </li>
        ))}
      </ol>
      {older > 0 && (
        <div className={next.buttons}>
          <Button
            size="small"
            variant="outlined"
            onClick={() => setShown(shown + PAGE)}
          >
            {t('record.older', { count: older })}
          </Button>
        </div>
      )}
    </>
  );
};
