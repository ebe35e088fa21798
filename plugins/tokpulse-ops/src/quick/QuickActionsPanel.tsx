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
import { makeStyles } from '@material-ui/core/styles';
import BackupIcon from '@material-ui/icons/BackupOutlined';
import FavoriteIcon from '@material-ui/icons/FavoriteBorder';
import FlashOnIcon from '@material-ui/icons/FlashOn';
import PlayArrowIcon from '@material-ui/icons/PlayArrow';
import ReplayIcon from '@material-ui/icons/Replay';
import SpeedIcon from '@material-ui/icons/Speed';
import StorageIcon from '@material-ui/icons/Storage';
import SubjectIcon from '@material-ui/icons/Subject';
import type SvgIcon from '@material-ui/core/SvgIcon';
import type { RunbookSummary } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useId } from 'react';
import type { Loadable } from '../data/loadable';
import type { May } from '../data/may';
import { Panel } from '../states/Panel';
import { quietText, tonesOf } from '../tones/tones';
import { useText } from '../translation';
import { quickActionsOf } from './quickActions';

const icons: ReadonlyMap<string, typeof SvgIcon> = new Map([
  ['quick-health', FavoriteIcon],
  ['quick-restart', ReplayIcon],
  ['quick-logs', SubjectIcon],
  ['quick-database-ping', StorageIcon],
  ['quick-performance', SpeedIcon],
  ['create-backup', BackupIcon],
]);

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'grid',
      gap: 8,
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(200px, 100%), 1fr))',
      listStyle: 'none',
      margin: 0,
      padding: '10px 20px 16px',
    },
    button: {
      height: '100%',
      justifyContent: 'flex-start',
      textAlign: 'left',
      lineHeight: '20px',
    },
    words: { display: 'grid' },
    changes: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 2,
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 600,
      color: tonesOf(theme).warning.text,
    },
    small: { fontSize: 14 },
    reason: {
      margin: 0,
      padding: '8px 20px 0',
      fontSize: 13,
      color: quietText(theme),
    },
  }),
  { name: 'TokPulseOpsQuickActionsPanel' },
);

export interface QuickActionsPanelProps {
  readonly runbooks: Loadable<RunbookSummary[]>;
  readonly mayStart: May;
  readonly onPlan: (runbook: RunbookSummary) => void;
}

/** Runbooks of one step as buttons; each shows its plan before it does anything. */
export const QuickActionsPanel = (props: QuickActionsPanelProps) => {
  const { runbooks, mayStart, onPlan } = props;
  const classes = useStyles();
  const t = useText();
  const reasonId = useId();
  // The list of runbooks says what is wrong when they cannot be read.
  const actions = runbooks.kind === 'data' ? quickActionsOf(runbooks.data) : [];
  if (actions.length === 0) {
    return null;
  }
  return (
    <Panel title={t('quick.title')} aside={t('quick.hint')}>
      {!mayStart.allowed && (
        <p id={reasonId} className={classes.reason}>
          {mayStart.because}
        </p>
      )}
      <ul className={classes.list} aria-label={t('quick.title')}>
        {actions.map(action => {
          const Icon = icons.get(action.id) ?? PlayArrowIcon;
          const { title } = action;
          const problem = action.problems.find(
            ({ level }) => level === 'blocking',
          );
          const changes = action.changes !== false;
          return (
            <li key={action.id}>
              <Button
                fullWidth
                variant="outlined"
                className={classes.button}
                startIcon={<Icon />}
                disabled={!mayStart.allowed || problem !== undefined}
                title={problem?.message}
                aria-label={t(
                  changes ? 'quick.planChangingLabel' : 'quick.planLabel',
                  { title },
                )}
                aria-describedby={mayStart.allowed ? undefined : reasonId}
                onClick={() => onPlan(action)}
              >
                <span className={classes.words}>
                  {title}
                  {changes && (
                    <span className={classes.changes}>
                      <FlashOnIcon
                        className={classes.small}
                        aria-hidden="true"
                      />
                      {t('quick.changes')}
                    </span>
                  )}
                </span>
              </Button>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
};
