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
import type {
  RunbookSummary,
  ServiceInfo,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { useMayStart } from '../data/may';
import {
  useActiveRuns,
  useActivity,
  useRunbooks,
  useServiceStatus,
} from '../data/queries';
import { PlanDialog } from '../plan/PlanDialog';
import { PluginBanner } from '../states/PluginBanner';
import { useText } from '../translation';
import { ActiveRunsPanel } from './ActiveRunsPanel';
import { ActivityPanel } from './ActivityPanel';
import { CapabilitiesPanel } from './CapabilitiesPanel';
import { HostsPanel } from './HostsPanel';
import { OpenWork } from './OpenWork';
import { RunbookDialog } from './RunbookDialog';
import { RunbooksPanel } from './RunbooksPanel';
import { StatusPanel } from './StatusPanel';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gap: 16,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
    columns: {
      display: 'grid',
      gap: 16,
      alignItems: 'start',
      gridTemplateColumns: 'minmax(0, 7fr) minmax(0, 5fr)',
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
  }),
  { name: 'TokPulseOpsServiceOperations' },
);

/** What is open above the page. */
type Dialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'plan' | 'read'; readonly runbook: RunbookSummary };

export interface ServiceOperationsProps {
  readonly service: ServiceInfo;
  /** The entity that the page belongs to; kept with a run. */
  readonly entityRef?: string;
}

/** Everything an operator needs to know and do about one service. */
export const ServiceOperations = (props: ServiceOperationsProps) => {
  const { service, entityRef } = props;
  const classes = useStyles();
  const t = useText();
  const [dialog, setDialog] = useState<Dialog>({ kind: 'none' });
  const status = useServiceStatus(service.id);
  const runbooks = useRunbooks({
    service: service.id,
    health: status.kind === 'data' ? status.data.status : undefined,
  });
  const activeRuns = useActiveRuns(service.id);
  const activity = useActivity(service.id);
  const mayStart = useMayStart(service.id);
  const close = () => setDialog({ kind: 'none' });
  return (
    <div className={classes.root}>
      <PluginBanner />
      <StatusPanel service={service} status={status} />
      <OpenWork service={service.id} />
      <ActiveRunsPanel runs={activeRuns} />
      <div className={classes.columns}>
        <RunbooksPanel
          service={service}
          runbooks={runbooks}
          mayStart={mayStart}
          onPlan={runbook => setDialog({ kind: 'plan', runbook })}
          onRead={runbook => setDialog({ kind: 'read', runbook })}
        />
        <div className={classes.root}>
          <HostsPanel service={service} status={status} />
          <ActivityPanel
            title={t('activity.title')}
            what={t('activity.what', { service: service.title })}
            activity={activity}
          />
          <CapabilitiesPanel service={service} />
        </div>
      </div>
      {dialog.kind === 'plan' && (
        <PlanDialog
          service={service.id}
          runbook={dialog.runbook}
          entityRef={entityRef}
          onClose={close}
        />
      )}
      {dialog.kind === 'read' && (
        <RunbookDialog
          service={service.id}
          runbook={dialog.runbook}
          mayStart={mayStart}
          onPlan={() => setDialog({ kind: 'plan', runbook: dialog.runbook })}
          onClose={close}
        />
      )}
    </div>
  );
};
