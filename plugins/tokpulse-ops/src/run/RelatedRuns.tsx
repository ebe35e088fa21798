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
import UndoIcon from '@material-ui/icons/Undo';
import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { runRouteRef } from '../routes';
import { SignChip } from '../tones/SignChip';
import { quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 8px',
      margin: 0,
      fontSize: 13.5,
      lineHeight: '20px',
      color: quietText(theme),
    },
    icon: { fontSize: 18 },
  }),
  { name: 'TokPulseOpsRelatedRuns' },
);

/** The run that this one takes back, and the runs that take it back. */
export const RelatedRuns = ({ run }: { readonly run: RunDetail }) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const runPath = useRouteRef(runRouteRef);
  // What happens next leads to that one already.
  const awaited = run.waiting?.for === 'undo' ? run.waiting.runId : undefined;
  const others = run.undoneBy.filter(({ runId }) => runId !== awaited);
  return (
    <>
      {run.undoes !== undefined && (
        <p className={classes.root}>
          <UndoIcon className={classes.icon} aria-hidden="true" />
          {t('undoing.ofRun')}{' '}
          <Link to={runPath?.({ runId: run.undoes }) ?? ''}>
            {t('undoing.openParent')}
          </Link>
        </p>
      )}
      {others.map(({ runId, state }) => (
        <p key={runId} className={classes.root}>
          <UndoIcon className={classes.icon} aria-hidden="true" />
          {t('undoing.byRun')}{' '}
          <SignChip
            sign={signs.run({
              state,
              withFailures: false,
              cancelRequested: false,
            })}
            look="plain"
          />{' '}
          <Link to={runPath?.({ runId }) ?? ''}>{t('undoing.openUndo')}</Link>
        </p>
      ))}
    </>
  );
};
