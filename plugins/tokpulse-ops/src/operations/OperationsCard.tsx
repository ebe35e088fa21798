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
import {
  EntityInfoCard,
  entityRouteParams,
  entityRouteRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import {
  serviceReadPermission,
  type ServiceInfo,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { OpsDataProvider } from '../data/OpsDataProvider';
import {
  useActiveRuns,
  useEntityService,
  useServiceStatus,
} from '../data/queries';
import { StateView } from '../states/StateView';
import { TimeFor } from '../text/TimeFor';
import { visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';
import { RunList } from './RunList';
import { entityNameOf } from './serviceAnnotation';

const useStyles = makeStyles(
  theme => ({
    state: { display: 'flex', gap: 12, alignItems: 'center', flexWrap: 'wrap' },
    quiet: { fontSize: 13, color: quietText(theme) },
    summary: { margin: '8px 0 12px', fontSize: 15, lineHeight: '22px' },
    runs: { margin: '0 -20px 8px' },
  }),
  { name: 'TokPulseOpsOperationsCard' },
);

const Status = ({ service }: { readonly service: ServiceInfo }) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const status = useServiceStatus(service.id);
  const runs = useActiveRuns(service.id);
  return (
    <StateView
      of={status}
      what={t('status.what', { service: service.title })}
      permission={serviceReadPermission.name}
      skeleton="line"
    >
      {data => (
        <>
          <div className={classes.state}>
            <SignChip sign={signs.health(data.status)} />
            <span className={classes.quiet}>
              {t('status.since', { duration: <TimeFor since={data.since} /> })}
            </span>
          </div>
          <p className={classes.summary}>{visibleText(data.summary)}</p>
          {runs.kind === 'data' && runs.data.length > 0 && (
            <div className={classes.runs}>
              <RunList runs={runs.data} label={t('active.title')} />
            </div>
          )}
        </>
      )}
    </StateView>
  );
};

const Card = () => {
  const t = useText();
  const { entity } = useEntity();
  const answer = useEntityService(entityNameOf(entity));
  const entityPath = useRouteRef(entityRouteRef);
  return (
    <EntityInfoCard title={t('card.title')}>
      <StateView
        of={answer}
        what={t('entity.what')}
        permission={serviceReadPermission.name}
        skeleton="line"
      >
        {data =>
          data.kind === 'service' ? (
            <Status service={data.service} />
          ) : (
            <p>{data.message}</p>
          )
        }
      </StateView>
      <Link to={`${entityPath(entityRouteParams(entity))}/operations`}>
        {t('card.open')}
      </Link>
    </EntityInfoCard>
  );
};

/** The overview card: how the service is, and the run in progress. */
export const OperationsCard = () => (
  <OpsDataProvider>
    <Card />
  </OpsDataProvider>
);
