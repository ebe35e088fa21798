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

import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import {
  type RunDetail,
  terminalRunStates,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { useRef, useState } from 'react';
import { LogView } from '../log/LogView';
import type { LogStore } from '../log/LogStore';
import type { LogLook } from '../log/LogToolbar';
import { hairline } from '../tones/tones';
import type { History } from './HistoryStore';
import { NextPanel } from './next/NextPanel';
import type { NextProps } from './next/nextProps';
import { Record } from './record/Record';
import { type RunTab, RunTabs } from './RunTabs';
import { Timeline } from './Timeline';
import { TIMELINE_SCROLLER } from './TimelineStep';
import { useFillHeight } from './useFillHeight';

const useStyles = makeStyles(
  theme => ({
    wide: {
      display: 'grid',
      gap: 16,
      gridTemplateColumns: 'minmax(0, 5fr) minmax(0, 7fr)',
      gridTemplateRows: 'minmax(0, 1fr)',
    },
    left: {
      display: 'flex',
      flexDirection: 'column',
      gap: 12,
      minHeight: 0,
    },
    next: { flex: 'none' },
    pane: {
      display: 'flex',
      flexDirection: 'column',
      flex: 1,
      minHeight: 0,
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 8,
      overflow: 'hidden',
      backgroundColor: theme.palette.background.paper,
    },
    scroll: { overflow: 'auto', minHeight: 0 },
    narrow: { display: 'grid', gap: 12, gridTemplateColumns: 'minmax(0, 1fr)' },
    // While there is nothing to do, what happens stays in sight.
    narrowNext: {
      position: 'sticky',
      top: 0,
      zIndex: 2,
      maxHeight: '55vh',
      borderRadius: 8,
      backgroundColor: theme.palette.background.default,
    },
    inFlow: { position: 'static', maxHeight: 'none' },
    narrowLog: { height: '75vh' },
  }),
  { name: 'TokPulseOpsRunView' },
);

/** How much of the height what happens next may take; more when it asks. */
const NEXT_SHARE = 0.68;
const ASKING_SHARE = 0.8;

/** Whether somebody has to read and do something about what is next. */
function asksSomebody(run: RunDetail): boolean {
  return (
    run.state === 'needs-decision' ||
    terminalRunStates.includes(run.state) ||
    (run.state === 'waiting' && run.waiting?.for !== 'timer')
  );
}

export interface RunViewProps extends NextProps {
  readonly log: LogStore;
  readonly history: History;
  readonly onOpenHistory: () => void;
}

/** What happens next, the steps, and the log or the record beside or behind them. */
export const RunView = (props: RunViewProps) => {
  const { log, history, onOpenHistory, ...next } = props;
  const { run, commands } = next;
  const classes = useStyles();
  const narrow = useMediaQuery(useTheme().breakpoints.down('sm'), {
    noSsr: true,
  });
  const root = useRef<HTMLDivElement>(null);
  const height = useFillHeight(root);
  const [tab, setTab] = useState<RunTab>('timeline');
  const [look, setLook] = useState<LogLook>({
    stepId: undefined,
    search: '',
    wrap: 'no-wrap',
    following: true,
  });
  const showLog = (stepId: string) => {
    setLook({ ...look, stepId, search: '' });
    setTab('log');
  };
  const panel = <NextPanel {...next} />;
  const timeline = <Timeline run={run} history={history} onShowLog={showLog} />;
  const logView = (
    <LogView log={log} steps={run.steps} look={look} onLook={setLook} />
  );
  const record = (
    <Record
      run={run}
      history={history}
      onOpenHistory={onOpenHistory}
      commands={commands}
    />
  );
  if (narrow) {
    return (
      <div className={classes.narrow}>
        <div
          className={clsx(
            classes.narrowNext,
            asksSomebody(run) && classes.inFlow,
          )}
        >
          {panel}
        </div>
        <div className={classes.pane}>
          <RunTabs
            tabs={['timeline', 'log', 'record']}
            tab={tab}
            onTab={setTab}
          />
          {tab === 'timeline' && timeline}
          {tab === 'log' && (
            <div className={clsx(classes.left, classes.narrowLog)}>
              {logView}
            </div>
          )}
          {tab === 'record' && record}
        </div>
      </div>
    );
  }
  return (
    <div ref={root} className={classes.wide} style={{ height }}>
      <div className={classes.left}>
        <div
          className={classes.next}
          style={{
            maxHeight: height * (asksSomebody(run) ? ASKING_SHARE : NEXT_SHARE),
          }}
        >
          {panel}
        </div>
        <div className={classes.pane}>
          <div
            className={classes.scroll}
            tabIndex={-1}
            aria-keyshortcuts="s"
            {...{ [TIMELINE_SCROLLER]: true }}
          >
            {timeline}
          </div>
        </div>
      </div>
      <div className={classes.pane}>
        <RunTabs
          tabs={['log', 'record']}
          tab={tab === 'record' ? 'record' : 'log'}
          onTab={setTab}
        />
        {tab === 'record' ? (
          <div className={classes.scroll}>{record}</div>
        ) : (
          logView
        )}
      </div>
    </div>
  );
};
