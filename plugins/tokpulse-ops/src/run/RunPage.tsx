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
import { useParams } from 'react-router-dom';
import { failedLoadable, type Loadable } from '../data/loadable';
import { useMayControl } from '../data/may';
import { useRunPlan } from '../data/queries';
import { PluginBanner } from '../states/PluginBanner';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { RunAnnouncer } from './RunAnnouncer';
import { RunHeader } from './RunHeader';
import type { RunFeedState } from './runFeedState';
import { RunView } from './RunView';
import { useRunCommands } from './useRunCommands';
import { type FollowedRun, useRunFeed } from './useRunFeed';

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

const FollowedRunPage = ({ runId }: { readonly runId: string }) => {
  const classes = useStyles();
  const t = useText();
  const followed = useRunFeed(runId);
  const plan = useRunPlan(runId);
  const mayControl = useMayControl(runId);
  const commands = useRunCommands(runId, followed.feed);
  const known = {
    plan: plan.kind === 'data' ? plan.data : undefined,
    mayControl,
    commands,
  };
  return (
    <StateView
      of={toLoadable(followed)}
      what={t('runPage.what')}
      permission={runReadPermission.name}
      skeleton="page"
    >
      {({ run, connection }) => (
        <div className={classes.root}>
          <PluginBanner />
          <RunAnnouncer run={run} />
          <RunHeader run={run} connection={connection} {...known} />
          <RunView run={run} log={followed.log} {...known} />
        </div>
      )}
    </StateView>
  );
};

/** The page of one run, at `/runs/:runId`. */
export const RunPage = () => {
  const { runId = '' } = useParams();
  return <FollowedRunPage key={runId} runId={runId} />;
};
