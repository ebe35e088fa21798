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

import type { ServiceInfo } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useServiceHealth } from '../data/observations';
import { useActiveRuns } from '../data/queries';
import { HealthGlance } from '../health/HealthGlance';
import { IncidentClock } from '../incident/IncidentClock';
import { RunList } from '../operations/RunList';
import { PersonName } from '../text/PersonName';
import { SeverityChip } from '../tones/SeverityChip';
import { useText } from '../translation';
import { ServiceEntityCard } from './ServiceEntityCard';
import { useGlanceStyles } from './useGlanceStyles';

/** The open incident and the runs in progress; not there while there are none. */
const AtWork = ({ service }: { readonly service: ServiceInfo }) => {
  const classes = useGlanceStyles();
  const t = useText();
  const health = useServiceHealth(service.id);
  const runs = useActiveRuns(service.id);
  const incident = health.kind === 'data' ? health.data.incident : undefined;
  return (
    <>
      {incident !== undefined && (
        <div
          className={classes.incident}
          role="group"
          aria-label={t('incident.title')}
        >
          <SeverityChip severity={incident.severity} />
          {incident.acknowledgedBy === undefined ? (
            <IncidentClock incident={incident} />
          ) : (
            <span className={classes.quiet}>
              {t('allServices.seen', {
                who: <PersonName entityRef={incident.acknowledgedBy} />,
              })}
            </span>
          )}
        </div>
      )}
      {runs.kind === 'data' && runs.data.length > 0 && (
        <div className={classes.runs}>
          <RunList runs={runs.data} label={t('active.title')} />
        </div>
      )}
    </>
  );
};

/** How the service is, who sees to it, and the runs in progress. */
export const HealthCard = () => {
  const t = useText();
  return (
    <ServiceEntityCard
      title={t('cards.health')}
      section="now"
      open={t('cards.openHealth')}
    >
      {service => (
        <>
          <HealthGlance service={service} />
          <AtWork service={service} />
        </>
      )}
    </ServiceEntityCard>
  );
};
