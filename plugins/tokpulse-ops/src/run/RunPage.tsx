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
import { runReadPermission } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { failedLoadable, type Loadable } from '../data/loadable';
import { useMayControl } from '../data/may';
import { useRunPlan } from '../data/queries';
import { PluginBanner } from '../states/PluginBanner';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { OpenApprovals } from './approvals/OpenApprovals';
import { GlassBanner } from './glass/GlassBanner';
import { ShortcutsDialog } from './keys/ShortcutsDialog';
import { useShortcuts } from './keys/useShortcuts';
import { useLead } from './lead/useLead';
import { RunAnnouncer } from './RunAnnouncer';
import { RunHeader } from './RunHeader';
import type { RunFeedState } from './runFeedState';
import { RunView } from './RunView';
import { useRunCommands } from './useRunCommands';
import { type FollowedRun, useRunFeed } from './useRunFeed';
import { useRunHistory } from './useRunHistory';

const useStyles = makeStyles(
  {
    root: {
      display: 'grid',
      gap: 14,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
  },
  { name: 'TokPulseOpsRunPage' },
);

type OpenState = Extract<RunFeedState, { kind: 'open' }>;

function toLoadable({ state, feed }: FollowedRun): Loadable<OpenState> {
  switch (state.kind) {
    case 'loading':
      return { kind: 'loading' };
    case 'failed':
      return failedLoadable({
        error: state.error,
        retry: () => {
          feed.close();
          feed.open();
        },
      });
    case 'open':
      return {
        kind: 'data',
        data: state,
        readAt: Date.now(),
        refreshing: false,
        refresh: () => {
          feed.refresh().catch(() => undefined);
        },
      };
    default:
      return state satisfies never;
  }
}

const OpenRun = (props: {
  readonly followed: FollowedRun;
  readonly open: OpenState;
}) => {
  const { feed, log, history: store } = props.followed;
  const { run, connection } = props.open;
  const classes = useStyles();
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  const shortcuts = useShortcuts(root);
  const plan = useRunPlan(run.id, run.planHash);
  const history = useRunHistory(store, run);
  const mayControl = useMayControl(run.id);
  const known = {
    run,
    plan: plan.kind === 'data' ? plan.data : undefined,
    mayControl,
    lead: useLead(run, mayControl),
    commands: useRunCommands(run.id, feed),
  };
  return (
    <div ref={setRoot} className={classes.root}>
      <PluginBanner />
      <RunAnnouncer run={run} />
      <RunHeader
        {...known}
        connection={connection}
        onKeys={() => shortcuts.setHelp('open')}
      />
      <GlassBanner run={run} commands={known.commands} />
      <OpenApprovals {...known} />
      <RunView
        {...known}
        log={log}
        history={history}
        onOpenHistory={store.open}
      />
      {shortcuts.help === 'open' && (
        <ShortcutsDialog
          keys={shortcuts.keys}
          onKeys={shortcuts.setKeys}
          onClose={() => shortcuts.setHelp('closed')}
        />
      )}
    </div>
  );
};

const FollowedRunPage = ({ runId }: { readonly runId: string }) => {
  const t = useText();
  const followed = useRunFeed(runId);
  return (
    <StateView
      of={toLoadable(followed)}
      what={t('runPage.what')}
      permission={runReadPermission.name}
      skeleton="page"
    >
      {open => <OpenRun followed={followed} open={open} />}
    </StateView>
  );
};

/** The page of one run, at `/runs/:runId`. */
export const RunPage = () => {
  const { runId = '' } = useParams();
  return <FollowedRunPage key={runId} runId={runId} />;
};
