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
import { serviceReadPermission } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useParams } from 'react-router-dom';
import { useService } from '../data/queries';
import { ServiceOperations } from '../operations/ServiceOperations';
import { rootRouteRef } from '../routes';
import { StateView } from '../states/StateView';
import { quietText } from '../tones/tones';
import { useText } from '../translation';
import { EntityOfService } from './EntityOfService';

const useStyles = makeStyles(
  theme => ({
    header: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      gap: '2px 16px',
      padding: '12px 0 8px',
      fontSize: 14,
      color: quietText(theme),
    },
    title: {
      margin: 0,
      fontSize: 22,
      lineHeight: '30px',
      fontWeight: 600,
      color: theme.palette.text.primary,
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsServicePage' },
);

const OneService = ({ id }: { readonly id: string }) => {
  const classes = useStyles();
  const t = useText();
  const service = useService(id);
  const services = useRouteRef(rootRouteRef);
  return (
    <>
      <div className={classes.header}>
        {service.kind === 'data' && (
          <h1 className={classes.title}>{service.data.title}</h1>
        )}
        <Link to={services?.() ?? ''}>{t('servicePage.back')}</Link>
        {service.kind === 'data' && (
          <span>
            {t('servicePage.entity', {
              entity: <EntityOfService service={service.data} />,
            })}
          </span>
        )}
      </div>
      <StateView
        of={service}
        what={t('servicePage.what')}
        permission={serviceReadPermission.name}
        skeleton="page"
      >
        {data => (
          <ServiceOperations service={data} entityRef={data.entities[0]} />
        )}
      </StateView>
    </>
  );
};

/** A service by its name, at `/services/:service`; links of notifications lead here. */
export const ServicePage = () => {
  const { service = '' } = useParams();
  return <OneService key={service} id={service} />;
};
