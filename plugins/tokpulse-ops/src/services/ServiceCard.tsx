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

import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import {
  serviceReadPermission,
  type ServiceInfo,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { STATUS_INTERVAL_MS, useServiceStatus } from '../data/queries';
import { Freshness } from '../states/Freshness';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { TimeFor } from '../text/TimeFor';
import { visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    body: { padding: '8px 20px 14px' },
    state: { display: 'flex', gap: 12, alignItems: 'center', flexWrap: 'wrap' },
    quiet: { margin: 0, fontSize: 13, color: quietText(theme) },
    summary: {
      margin: '8px 0 10px',
      fontSize: 15,
      lineHeight: '22px',
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsServiceCard' },
);

const ServiceLink = ({ service }: { readonly service: ServiceInfo }) => {
  const classes = useStyles();
  const t = useText();
  const entityPath = useRouteRef(entityRouteRef);
  const [entityRef] = service.entities;
  return entityRef === undefined ? (
    <p className={classes.quiet}>{t('services.noEntity')}</p>
  ) : (
    <Link
      to={`${entityPath(
        entityRouteParams(parseEntityRef(entityRef)),
      )}/operations`}
    >
      {t('services.open', { service: service.title })}
    </Link>
  );
};

/** One service of the portal: its state in words, and the way to it. */
export const ServiceCard = ({ service }: { readonly service: ServiceInfo }) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const status = useServiceStatus(service.id);
  const what = t('status.what', { service: service.title });
  return (
    <Panel
      title={service.title}
      aside={
        status.kind === 'data' && (
          <Freshness of={status} what={what} maxAge={3 * STATUS_INTERVAL_MS} />
        )
      }
    >
      <StateView
        of={status}
        what={what}
        permission={serviceReadPermission.name}
        skeleton="status"
      >
        {data => (
          <div className={classes.body}>
            <div className={classes.state}>
              <SignChip sign={signs.health(data.status)} size="large" />
              <span className={classes.quiet}>
                {t('status.since', {
                  duration: <TimeFor since={data.since} />,
                })}
              </span>
            </div>
            <p className={classes.summary}>{visibleText(data.summary)}</p>
            <ServiceLink service={service} />
          </div>
        )}
      </StateView>
    </Panel>
  );
};
