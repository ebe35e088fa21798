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
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { hairline } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      flex: 'none',
      minHeight: 40,
      borderBottom: `1px solid ${hairline(theme)}`,
      '& .MuiTab-root': {
        minHeight: 40,
        minWidth: 90,
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
  }),
  { name: 'TokPulseOpsRunTabs' },
);

export type RunTab = 'timeline' | 'log' | 'record';

const words = {
  timeline: 'runPage.timeline',
  log: 'runPage.log',
  record: 'record.tab',
} as const;

const keys = { timeline: 's', log: 'l', record: 'r' } as const;

export interface RunTabsProps {
  readonly tabs: readonly RunTab[];
  readonly tab: RunTab;
  readonly onTab: (tab: RunTab) => void;
}

/** Steps, log and record, where there is no room for all of them at once. */
export const RunTabs = ({ tabs, tab, onTab }: RunTabsProps) => {
  const classes = useStyles();
  const t = useText();
  return (
    <Tabs
      className={classes.root}
      value={tab}
      onChange={(_, value: RunTab) => onTab(value)}
      indicatorColor="primary"
      variant={tabs.length > 2 ? 'fullWidth' : 'standard'}
    >
      {tabs.map(id => (
        <Tab
          key={id}
          value={id}
          label={t(words[id])}
          aria-keyshortcuts={keys[id]}
        />
      ))}
    </Tabs>
  );
};
