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
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type {
  Plan,
  RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useRef, useState } from 'react';
import type { May } from '../data/may';
import { LogView } from '../log/LogView';
import type { LogStore } from '../log/LogStore';
import type { LogLook } from '../log/LogToolbar';
import { hairline } from '../tones/tones';
import { useText } from '../translation';
import { NextPanel } from './next/NextPanel';
import { Timeline } from './Timeline';
import { TIMELINE_SCROLLER } from './TimelineStep';
import { useFillHeight } from './useFillHeight';
import type { RunCommands } from './useRunCommands';

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
    tabs: {
      minHeight: 40,
      borderBottom: `1px solid ${hairline(theme)}`,
      '& .MuiTab-root': {
        minHeight: 40,
        padding: '6px 16px',
        textTransform: 'none',
        letterSpacing: 'normal',
      },
      '& .MuiTab-root.Mui-selected': {
        backgroundColor: 'transparent',
        color: theme.palette.text.primary,
        fontWeight: 600,
      },
    },
    narrow: { display: 'grid', gap: 12, gridTemplateColumns: 'minmax(0, 1fr)' },
    narrowNext: {
      position: 'sticky',
      top: 0,
      zIndex: 2,
      maxHeight: '55vh',
      borderRadius: 8,
      backgroundColor: theme.palette.background.default,
    },
    narrowLog: { height: '75vh' },
  }),
  { name: 'TokPulseOpsRunView' },
);

/** How much of the height what happens next may take. */
const NEXT_SHARE = 0.68;

export interface RunViewProps {
  readonly run: RunDetail;
  readonly plan: Plan | undefined;
  readonly log: LogStore;
  readonly mayControl: May;
  readonly commands: RunCommands;
}

/** What happens next, the steps, and the log beside or behind them. */
export const RunView = (props: RunViewProps) => {
  const { run, plan, log, mayControl, commands } = props;
  const classes = useStyles();
  const t = useText();
  const narrow = useMediaQuery(useTheme().breakpoints.down('sm'), {
    noSsr: true,
  });
  const root = useRef<HTMLDivElement>(null);
  const height = useFillHeight(root);
  const [tab, setTab] = useState<'timeline' | 'log'>('timeline');
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
  const next = (
    <NextPanel
      run={run}
      plan={plan}
      mayControl={mayControl}
      commands={commands}
    />
  );
  const timeline = <Timeline run={run} onShowLog={showLog} />;
  const logView = (
    <LogView log={log} steps={run.steps} look={look} onLook={setLook} />
  );
  return narrow ? (
    <div className={classes.narrow}>
      <div className={classes.narrowNext}>{next}</div>
      <div className={classes.pane}>
        <Tabs
          className={classes.tabs}
          value={tab}
          onChange={(_, value) => setTab(value)}
          indicatorColor="primary"
          variant="fullWidth"
        >
          <Tab value="timeline" label={t('runPage.timeline')} />
          <Tab value="log" label={t('runPage.log')} />
        </Tabs>
        {tab === 'timeline' ? (
          timeline
        ) : (
          <div className={`${classes.left} ${classes.narrowLog}`}>
            {logView}
          </div>
        )}
      </div>
    </div>
  ) : (
    <div ref={root} className={classes.wide} style={{ height }}>
      <div className={classes.left}>
        <div
          className={classes.next}
          style={{ maxHeight: height * NEXT_SHARE }}
        >
          {next}
        </div>
        <div className={classes.pane}>
          <div className={classes.scroll} {...{ [TIMELINE_SCROLLER]: true }}>
            {timeline}
          </div>
        </div>
      </div>
      <div className={classes.pane}>{logView}</div>
    </div>
  );
};
