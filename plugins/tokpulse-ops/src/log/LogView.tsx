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
import ArrowDownwardIcon from '@material-ui/icons/ArrowDownward';
import type { RunStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useDeferredValue } from 'react';
import { CopyButton } from '../text/CopyButton';
import { ProblemPanel } from '../states/ProblemPanel';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';
import { LogLines } from './LogLines';
import type { LogStore } from './LogStore';
import { type LogLook, LogToolbar } from './LogToolbar';
import { useLogWindow } from './useLogWindow';

const useStyles = makeStyles(
  theme => ({
    root: {
      position: 'relative',
      display: 'flex',
      flexDirection: 'column',
      flex: 1,
      minHeight: 0,
    },
    count: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      minHeight: 28,
      padding: '0 14px 4px',
      fontSize: 12.5,
      color: quietText(theme),
      borderBottom: `1px solid ${hairline(theme)}`,
    },
    copy: { marginLeft: 'auto' },
    toEnd: {
      position: 'absolute',
      right: 24,
      bottom: 16,
    },
  }),
  { name: 'TokPulseOpsLogView' },
);

export interface LogViewProps {
  readonly log: LogStore;
  readonly steps: readonly RunStep[];
  readonly look: LogLook;
  readonly onLook: (look: LogLook) => void;
}

/** The live log of a run. */
export const LogView = ({ log, steps, look, onLook }: LogViewProps) => {
  const classes = useStyles();
  const t = useText();
  const search = useDeferredValue(look.search);
  const view = useLogWindow(log, { stepId: look.stepId, search });
  const follow = (following: boolean) => {
    if (following !== look.following) {
      onLook({ ...look, following });
    }
  };
  const copyText = () =>
    Array.from({ length: view.count }, (_, index) => log.at(view.lineAt(index)))
      .flatMap(line => (line === undefined ? [] : [`${line.at} ${line.text}`]))
      .join('\n');
  const partly = view.filtered && log.loaded < log.total;
  return (
    <div className={classes.root}>
      <LogToolbar steps={steps} look={look} onLook={onLook} />
      <div className={classes.count} role="status">
        <span>
          {view.filtered
            ? t('log.matches', { count: view.count })
            : t('log.lines', { count: view.count })}
          {partly &&
            ` ${t('log.partly', {
              loaded: log.loaded.toLocaleString(),
              total: log.total.toLocaleString(),
            })}`}
        </span>
        {partly && (
          <Button size="small" onClick={() => log.wantOlder()}>
            {t('log.loadOlder')}
          </Button>
        )}
        <span className={classes.copy}>
          <CopyButton text={copyText} what={t('log.loadedLines')} />
        </span>
      </div>
      {view.count === 0 ? (
        <ProblemPanel
          kind="empty"
          title={view.filtered ? t('log.none') : t('log.empty')}
          nextStep={view.filtered ? undefined : t('log.emptyStep')}
        />
      ) : (
        <LogLines
          log={log}
          view={view}
          wrap={look.wrap}
          search={search}
          following={look.following}
          onFollow={follow}
        />
      )}
      {view.count > 0 && !look.following && (
        <Button
          className={classes.toEnd}
          size="small"
          variant="contained"
          color="primary"
          startIcon={<ArrowDownwardIcon />}
          onClick={() => follow(true)}
        >
          {t('log.toEnd')}
        </Button>
      )}
    </div>
  );
};
