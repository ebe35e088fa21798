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

import { runReadPermission } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useMemo } from 'react';
import { useServices } from '../data/queries';
import { useParamsOfPage } from '../data/searchParam';
import { RunList } from '../operations/RunList';
import { MoreButton } from '../states/MoreButton';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { filterOf } from './runFilter';
import { RunFilters } from './RunFilters';
import { useFilteredRuns, useRunbookChoices } from './useFilteredRuns';

/** Every run there is or was, by service, runbook, state, person and time. */
export const RunsPage = () => {
  const t = useText();
  const [params, change] = useParamsOfPage();
  const filter = useMemo(() => filterOf(params), [params]);
  const known = useServices();
  const services = known.kind === 'data' ? known.data : [];
  const runbooks = useRunbookChoices(
    filter.service === undefined
      ? services
      : services.filter(({ id }) => id === filter.service),
  );
  const runs = useFilteredRuns(filter);
  const filtered = Object.keys(filter).length > 0;
  return (
    <Panel title={t('runs.title')}>
      <RunFilters
        filter={filter}
        services={services}
        runbooks={runbooks}
        onChange={change}
      />
      <StateView
        of={runs.items}
        what={t('runs.what')}
        permission={runReadPermission.name}
        empty={{
          when: items => items.length === 0,
          title: filtered ? t('runs.none') : t('activity.empty'),
          nextStep: filtered ? t('runs.noneStep') : t('activity.emptyStep'),
        }}
      >
        {items => (
          <>
            <RunList
              runs={items}
              label={t('runs.title')}
              serviceTitles={
                new Map(services.map(({ id, title }) => [id, title]))
              }
            />
            <MoreButton of={runs} label={t('activity.more')} />
          </>
        )}
      </StateView>
    </Panel>
  );
};
