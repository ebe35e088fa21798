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
  type ServiceInfo,
  serviceReadPermission,
  type ServiceStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Loadable } from '../data/loadable';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { HostRow } from './HostRow';

const useStyles = makeStyles(
  { list: { listStyle: 'none', margin: 0, padding: '4px 0' } },
  { name: 'TokPulseOpsHostsPanel' },
);

export interface HostsPanelProps {
  readonly service: ServiceInfo;
  readonly status: Loadable<ServiceStatus>;
}

/** What each host of the service says of itself. */
export const HostsPanel = ({ service, status }: HostsPanelProps) => {
  const classes = useStyles();
  const t = useText();
  if (status.kind !== 'data' && status.kind !== 'loading') {
    // The panel with the status says why, once.
    return null;
  }
  return (
    <Panel title={t('status.hosts')}>
      <StateView
        of={status}
        what={t('status.what', { service: service.title })}
        permission={serviceReadPermission.name}
        empty={{
          when: ({ hosts }) => hosts.length === 0,
          title: t('status.noHosts'),
          nextStep: t('status.noHostsStep', { service: service.id }),
        }}
      >
        {({ hosts }) => (
          <ul className={classes.list} aria-label={t('status.hosts')}>
            {hosts.map(host => (
              <HostRow key={host.host} host={host} />
            ))}
          </ul>
        )}
      </StateView>
    </Panel>
  );
};
