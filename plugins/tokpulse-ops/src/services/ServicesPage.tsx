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
import {
  serviceReadPermission,
  type ServiceInfo,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useMemo } from 'react';
import { useActiveRuns, useActivity, useServices } from '../data/queries';
import { ActiveRunsPanel } from '../operations/ActiveRunsPanel';
import { WaitingPanel } from '../inbox/WaitingPanel';
import { ActivityPanel } from '../operations/ActivityPanel';
import { runsRouteRef } from '../routes';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { ServiceCard } from './ServiceCard';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: 16, gridTemplateColumns: 'minmax(0, 1fr)' },
    services: {
      display: 'grid',
      gap: 16,
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(340px, 100%), 1fr))',
    },
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

const Services = (props: { readonly services: readonly ServiceInfo[] }) => {
  const { services } = props;
  const classes = useStyles();
  const t = useText();
  const activeRuns = useActiveRuns();
  const activity = useActivity();
  const runsPath = useRouteRef(runsRouteRef);
  const serviceTitles = useMemo(
    () => new Map(services.map(({ id, title }) => [id, title])),
    [services],
  );
  return (
    <>
      <div className={classes.services}>
        {services.map(service => (
          <ServiceCard key={service.id} service={service} />
        ))}
      </div>
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
    </>
  );
};

/** Every service with its state, and the runs there are and were. */
export const ServicesPage = () => {
  const classes = useStyles();
  const t = useText();
  const services = useServices();
  return (
    <div className={classes.root}>
      <WaitingPanel />
      <StateView
        of={services}
        what={t('services.what')}
        permission={serviceReadPermission.name}
        skeleton="page"
        empty={{
          when: items => items.length === 0,
          title: t('services.empty'),
          nextStep: t('services.emptyStep'),
        }}
      >
        {items => <Services services={items} />}
      </StateView>
    </div>
  );
};
