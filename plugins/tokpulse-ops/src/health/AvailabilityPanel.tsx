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
import {
  type HealthView,
  type ServiceInfo,
  serviceReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import type { Loadable } from '../data/loadable';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { AvailabilityStrip } from './AvailabilityStrip';
import { ErrorBudget } from './ErrorBudget';
import { UptimeFigures } from './UptimeFigures';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: 14, padding: '8px 20px 16px' },
    // As high as what will be there, so that nothing jumps.
    waiting: { minHeight: 318 },
    figures: {
      display: 'grid',
      gap: '14px 32px',
      gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
  }),
  { name: 'TokPulseOpsAvailabilityPanel' },
);

export interface AvailabilityPanelProps {
  readonly service: ServiceInfo;
  readonly health: Loadable<HealthView>;
}

/** How the service was in the last days, and what is left of its error budget. */
export const AvailabilityPanel = (props: AvailabilityPanelProps) => {
  const { service, health } = props;
  const classes = useStyles();
  const t = useText();
  return (
    <Panel
      title={t('availability.title')}
      className={clsx(health.kind === 'loading' && classes.waiting)}
    >
      <StateView
        of={health}
        what={t('availability.what', { service: service.title })}
        permission={serviceReadPermission.name}
        skeleton="status"
        empty={{
          when: ({ collection, hosts }) =>
            collection.at === undefined && hosts.length === 0,
          title: t('availability.empty'),
          nextStep: t('availability.emptyStep', { service: service.id }),
        }}
      >
        {view => (
          <div className={classes.root}>
            <AvailabilityStrip
              days={view.days}
              objective={view.slo.objective}
            />
            <div className={classes.figures}>
              <UptimeFigures availability={view.availability} />
              <ErrorBudget service={service.id} slo={view.slo} />
            </div>
          </div>
        )}
      </StateView>
    </Panel>
  );
};
