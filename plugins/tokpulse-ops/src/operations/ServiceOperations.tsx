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
import type { ServiceInfo } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { lazy } from 'react';
import { AboutSection } from '../about/AboutSection';
import { useMayStart } from '../data/may';
import { useServiceHealth } from '../data/observations';
import { useActiveRuns, useActivity, useRunbooks } from '../data/queries';
import { useServiceOnPage, useServiceParams } from '../data/serviceParams';
import { QuickActionsPanel } from '../quick/QuickActionsPanel';
import { PluginBanner } from '../states/PluginBanner';
import { useText } from '../translation';
import { ActiveRunsPanel } from './ActiveRunsPanel';
import { ActivityPanel } from './ActivityPanel';
import { CapabilitiesPanel } from './CapabilitiesPanel';
import { OpenWork } from './OpenWork';
import { RunbooksPanel } from './RunbooksPanel';
import { Section } from './Section';
import { SectionNav } from './SectionNav';
import { type SectionId, sectionIds } from './sections';
import { StatusPanel } from './StatusPanel';
import { SuggestedPanel } from './SuggestedPanel';
import { suggestedRunbooks } from './suggestions';
import { useRunbookDialogs } from './useRunbookDialogs';
import { useSections } from './useSections';

const HealthSection = lazy(async () => {
  const part = await import('../health/HealthSection');
  return { default: part.HealthSection };
});
const PerformanceSection = lazy(async () => {
  const part = await import('../performance/PerformanceSection');
  return { default: part.PerformanceSection };
});
const MetricsSection = lazy(async () => {
  const part = await import('../metrics/MetricsSection');
  return { default: part.MetricsSection };
});
const SubscriptionsSection = lazy(async () => {
  const part = await import('../subscriptions/SubscriptionsSection');
  return { default: part.SubscriptionsSection };
});

const useStyles = makeStyles(
  {
    root: {
      display: 'grid',
      gap: 16,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
  },
  { name: 'TokPulseOpsServiceOperations' },
);

export interface ServiceOperationsProps {
  readonly service: ServiceInfo;
  /** The entity that the page belongs to; kept with a run. */
  readonly entityRef?: string;
}

/** Everything an operator needs to know and do about one service. */
export const ServiceOperations = (props: ServiceOperationsProps) => {
  const { service, entityRef } = props;
  const { id } = service;
  const classes = useStyles();
  const t = useText();
  useServiceOnPage(id);
  const params = useServiceParams(id);
  const sections = useSections({ service: id, params });
  const health = useServiceHealth(id);
  const known = health.kind === 'data' ? health.data : undefined;
  const runbooks = useRunbooks({ service: id, health: known?.status });
  const activeRuns = useActiveRuns(id);
  const activity = useActivity(id);
  const mayStart = useMayStart(id);
  const dialogs = useRunbookDialogs({
    ...{ service, entityRef, runbooks, params, mayStart },
  });
  const suggested = suggestedRunbooks(
    runbooks.kind === 'data' ? runbooks.data : [],
    known?.suggestions ?? [],
  );
  const offered = {
    mayStart,
    onPlan: dialogs.plan,
    onRead: dialogs.read,
  };
  const section = (name: SectionId) => ({
    id: name,
    onElement: sections.onElement,
  });
  return (
    <div className={classes.root}>
      <PluginBanner />
      {dialogs.missing}
      <SectionNav
        service={service.title}
        sections={sectionIds}
        here={sections.here}
        search={sections.searchOf}
        onGo={sections.go}
      />
      <Section {...section('now')}>
        <StatusPanel service={service} health={health} />
        <SuggestedPanel runbooks={suggested} {...offered} />
        <OpenWork service={id} />
        <ActiveRunsPanel runs={activeRuns} />
        <QuickActionsPanel runbooks={runbooks} {...offered} />
      </Section>
      <Section {...section('health')} load="near">
        <HealthSection service={service} />
      </Section>
      <Section {...section('performance')} load="near">
        <PerformanceSection service={service} />
      </Section>
      <Section {...section('metrics')} load="near">
        <MetricsSection service={service} />
      </Section>
      <Section {...section('subscriptions')} load="near">
        <SubscriptionsSection service={service} />
      </Section>
      <Section {...section('runbooks')}>
        <RunbooksPanel
          service={service}
          runbooks={runbooks}
          suggested={new Set(suggested.map(runbook => runbook.id))}
          {...offered}
        />
      </Section>
      <Section {...section('activity')}>
        <ActivityPanel
          title={t('activity.title')}
          what={t('activity.what', { service: service.title })}
          activity={activity}
        />
      </Section>
      <Section {...section('about')}>
        <AboutSection service={service} />
        <CapabilitiesPanel service={service} />
      </Section>
      {dialogs.open}
    </div>
  );
};
