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
import { runReadPermission } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { type Activity } from '../data/queries';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { RunList } from './RunList';

const useStyles = makeStyles(
  { more: { padding: '0 12px 12px' } },
  { name: 'TokPulseOpsActivityPanel' },
);

export interface ActivityPanelProps {
  readonly title: string;
  readonly what: string;
  readonly activity: Activity;
  readonly serviceTitles?: ReadonlyMap<string, string>;
}

/** The runs there have been, newest first. */
export const ActivityPanel = (props: ActivityPanelProps) => {
  const { title, what, activity, serviceTitles } = props;
  const classes = useStyles();
  const t = useText();
  return (
    <Panel title={title}>
      <StateView
        of={activity.runs}
        what={what}
        permission={runReadPermission.name}
        empty={{
          when: runs => runs.length === 0,
          title: t('activity.empty'),
          nextStep: t('activity.emptyStep'),
        }}
      >
        {runs => (
          <>
            <RunList runs={runs} label={title} serviceTitles={serviceTitles} />
            {activity.more !== 'none' && (
              <div className={classes.more}>
                <Button
                  size="small"
                  onClick={activity.loadMore}
                  disabled={activity.more === 'loading'}
                >
                  {activity.more === 'loading'
                    ? t('activity.loadingMore')
                    : t('activity.more')}
                </Button>
              </div>
            )}
          </>
        )}
      </StateView>
    </Panel>
  );
};
