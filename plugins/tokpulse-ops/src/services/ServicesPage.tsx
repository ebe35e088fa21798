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

import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { useServiceStates } from '../data/observations';
import { useActiveRuns, useActivity } from '../data/queries';
import { WaitingPanel } from '../inbox/WaitingPanel';
import { ActiveRunsPanel } from '../operations/ActiveRunsPanel';
import { ActivityPanel } from '../operations/ActivityPanel';
import { runsRouteRef } from '../routes';
import { useText } from '../translation';
import { ServicesPanel } from './ServicesPanel';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: 16, gridTemplateColumns: 'minmax(0, 1fr)' },
    columns: {
      display: 'grid',
      gap: 16,
      alignItems: 'start',
      gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
  }),
  { name: 'TokPulseOpsServicesPage' },
);

/** The runs of every service, now and lately. */
const Runs = (props: {
  readonly serviceTitles: ReadonlyMap<string, string>;
}) => {
  const { serviceTitles } = props;
  const classes = useStyles();
  const t = useText();
  const activeRuns = useActiveRuns();
  const activity = useActivity();
  const runsPath = useRouteRef(runsRouteRef);
  return (
    <div className={classes.columns}>
      <ActiveRunsPanel
        runs={activeRuns}
        serviceTitles={serviceTitles}
        none={t('services.noneActive')}
      />
      <ActivityPanel
        title={t('services.recent')}
        what={t('activity.whatAll')}
        activity={activity}
        serviceTitles={serviceTitles}
        aside={<Link to={runsPath?.() ?? ''}>{t('activity.all')}</Link>}
      />
    </div>
  );
};

/** Every service with its state, and the runs there are and were. */
export const ServicesPage = () => {
  const classes = useStyles();
  const states = useServiceStates();
  const known = states.kind === 'data' ? states.data : undefined;
  const serviceTitles = useMemo(
    () => new Map((known ?? []).map(({ service, title }) => [service, title])),
    [known],
  );
  return (
    <div className={classes.root}>
      <WaitingPanel />
      <ServicesPanel states={states} />
      {known !== undefined && known.length > 0 && (
        <Runs serviceTitles={serviceTitles} />
      )}
    </div>
  );
};
