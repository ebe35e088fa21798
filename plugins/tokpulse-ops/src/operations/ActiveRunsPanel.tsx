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
import type { Loadable } from '../data/loadable';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { RunList } from './RunList';

export interface ActiveRunsPanelProps {
  readonly runs: Loadable<RunSummary[]>;
  readonly serviceTitles?: ReadonlyMap<string, string>;
  /** Said when there is none; without it the panel is not there then. */
  readonly none?: string;
}

/** The runs in progress: who leads them and what they wait for. */
export const ActiveRunsPanel = (props: ActiveRunsPanelProps) => {
  const { runs, serviceTitles, none } = props;
  const t = useText();
  const nothing =
    runs.kind === 'loading' || (runs.kind === 'data' && runs.data.length === 0);
  if (nothing && none === undefined) {
    return null;
  }
  return (
    <Panel title={t('active.title')}>
      <StateView
        of={runs}
        what={t('active.what')}
        permission={runReadPermission.name}
        empty={{
          when: data => data.length === 0,
          title: none ?? '',
          nextStep: t('activity.emptyStep'),
        }}
      >
        {data => (
          <RunList
            runs={data}
            label={t('active.title')}
            serviceTitles={serviceTitles}
          />
        )}
      </StateView>
    </Panel>
  );
};
