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

import { useApi } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { useQuery } from '@tanstack/react-query';
import {
  type Lock,
  runReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { type Loadable, toLoadable } from '../data/loadable';
import { Freshness } from '../states/Freshness';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { LockRow } from './LockRow';

const useStyles = makeStyles(
  { list: { listStyle: 'none', margin: 0, padding: '6px 0' } },
  { name: 'TokPulseOpsLocksPage' },
);

const INTERVAL_MS = 5_000;
const MAX_AGE_MS = 3 * INTERVAL_MS;

/** Every target that a run holds, of all services. */
function useAllLocks(): Loadable<Lock[]> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: ['locks', 'of-all-services'],
      queryFn: ({ signal }) => api.locks.list({}, { signal }),
      refetchInterval: INTERVAL_MS,
    }),
  );
}

/** Who holds what, since when, and who waits for it. */
export const LocksPage = () => {
  const classes = useStyles();
  const t = useText();
  const locks = useAllLocks();
  return (
    <Panel
      title={t('locks.title')}
      aside={
        locks.kind === 'data' && (
          <Freshness of={locks} what={t('locks.what')} maxAge={MAX_AGE_MS} />
        )
      }
    >
      <StateView
        of={locks}
        what={t('locks.what')}
        permission={runReadPermission.name}
        empty={{
          when: items => items.length === 0,
          title: t('locks.none'),
          nextStep: t('locks.noneStep'),
        }}
      >
        {items => (
          <ul className={classes.list} aria-label={t('locks.title')}>
            {items.map(lock => (
              <LockRow key={lock.target} lock={lock} />
            ))}
          </ul>
        )}
      </StateView>
    </Panel>
  );
};
