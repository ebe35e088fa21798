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
import type { Loadable } from '../data/loadable';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { HostHealthRow } from './HostHealthRow';

const useStyles = makeStyles(
  { list: { listStyle: 'none', margin: 0, padding: '4px 0' } },
  { name: 'TokPulseOpsHostsAndChecks' },
);

export interface HostsAndChecksProps {
  readonly service: ServiceInfo;
  readonly health: Loadable<HealthView>;
}

/** What each host says of itself, check by check. */
export const HostsAndChecks = ({ service, health }: HostsAndChecksProps) => {
  const classes = useStyles();
  const t = useText();
  return (
    <Panel title={t('hosts.title')}>
      <StateView
        of={health}
        what={t('availability.what', { service: service.title })}
        permission={serviceReadPermission.name}
        empty={{
          when: ({ hosts }) => hosts.length === 0 && service.hosts.length === 0,
          title: t('hosts.empty'),
          nextStep: t('hosts.emptyStep', { service: service.id }),
        }}
      >
        {({ hosts }) => (
          <ul className={classes.list} aria-label={t('hosts.title')}>
            {hosts.map(host => (
              <HostHealthRow key={host.host} host={host} />
            ))}
          </ul>
        )}
      </StateView>
    </Panel>
  );
};
