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

import {
  runReadPermission,
  type RunSummary,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ReactNode } from 'react';
import type { Keyset } from '../data/keyset';
import { MoreButton } from '../states/MoreButton';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { RunList } from './RunList';

export interface ActivityPanelProps {
  readonly title: string;
  readonly what: string;
  readonly activity: Keyset<RunSummary>;
  readonly serviceTitles?: ReadonlyMap<string, string>;
  /** Right of the title. */
  readonly aside?: ReactNode;
}

/** The runs there have been, newest first. */
export const ActivityPanel = (props: ActivityPanelProps) => {
  const { title, what, activity, serviceTitles, aside } = props;
  const t = useText();
  return (
    <Panel title={title} aside={aside}>
      <StateView
        of={activity.items}
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
            <MoreButton of={activity} label={t('activity.more')} />
          </>
        )}
      </StateView>
    </Panel>
  );
};
