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

import { useRouteRef } from '@backstage/core-plugin-api';
import { Link } from '@backstage/core-components';
import {
  runbookReadPermission,
  type ServiceInfo,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useServiceHealth } from '../data/observations';
import { useRunbooks } from '../data/queries';
import { suggestedRunbooks } from '../operations/suggestions';
import { isQuickAction } from '../quick/quickActions';
import { serviceRouteRef } from '../routes';
import { StateView } from '../states/StateView';
import { SeverityChip } from '../tones/SeverityChip';
import { useText } from '../translation';
import { ServiceEntityCard } from './ServiceEntityCard';
import { useGlanceStyles } from './useGlanceStyles';

const Glance = ({ service }: { readonly service: ServiceInfo }) => {
  const classes = useGlanceStyles();
  const t = useText();
  const health = useServiceHealth(service.id);
  const known = health.kind === 'data' ? health.data : undefined;
  const runbooks = useRunbooks({
    service: service.id,
    health: known?.status,
  });
  const path = useRouteRef(serviceRouteRef);
  return (
    <StateView
      of={runbooks}
      what={t('runbooks.what', { service: service.title })}
      permission={runbookReadPermission.name}
      skeleton="line"
    >
      {items => {
        const fitting = suggestedRunbooks(items, known?.suggestions ?? []);
        const all = items.filter(runbook => !isQuickAction(runbook));
        return fitting.length === 0 ? (
          <p className={classes.text}>
            {t('cards.noneSuggested')}{' '}
            {t('cards.available', { count: all.length })}
          </p>
        ) : (
          <ul className={classes.list} aria-label={t('suggested.title')}>
            {fitting.map(({ id, title, severity, suggestedBecause }) => (
              <li key={id}>
                <div className={classes.line}>
                  {severity !== undefined && (
                    <SeverityChip severity={severity} />
                  )}
                  <Link
                    to={`${
                      path?.({ service: service.id }) ?? ''
                    }?plan=${encodeURIComponent(id)}`}
                  >
                    {title}
                  </Link>
                </div>
                {suggestedBecause !== undefined && (
                  <span className={classes.quiet}>
                    {t('suggested.because', { reason: suggestedBecause })}
                  </span>
                )}
              </li>
            ))}
          </ul>
        );
      }}
    </StateView>
  );
};

/** The runbooks that fit what is wrong now, each with the way to its plan. */
export const RunbooksCard = () => {
  const t = useText();
  return (
    <ServiceEntityCard
      title={t('cards.runbooks')}
      section="runbooks"
      open={t('cards.openRunbooks')}
    >
      {service => <Glance service={service} />}
    </ServiceEntityCard>
  );
};
