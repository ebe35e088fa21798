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
import type { ReactNode } from 'react';
import { OpsDataProvider } from '../data/OpsDataProvider';
import { useEntityService } from '../data/queries';
import type { SectionId } from '../operations/sections';
import { entityNameOf } from '../operations/serviceAnnotation';
import { StateView } from '../states/StateView';
import { useText } from '../translation';

const useStyles = makeStyles(
  { link: { display: 'block', marginTop: 12, fontSize: 14 } },
  { name: 'TokPulseOpsServiceEntityCard' },
);

export interface ServiceEntityCardProps {
  readonly title: string;
  /** The part of the tab that the card leads to. */
  readonly section: SectionId;
  /** Words of the link. */
  readonly open: string;
  readonly children: (service: ServiceInfo) => ReactNode;
}

const Card = (props: ServiceEntityCardProps) => {
  const { title, section, open, children } = props;
  const classes = useStyles();
  const t = useText();
  const { entity } = useEntity();
  const answer = useEntityService(entityNameOf(entity));
  const entityPath = useRouteRef(entityRouteRef);
  const tab = `${entityPath(entityRouteParams(entity))}/operations`;
  return (
    <EntityInfoCard title={title}>
      <StateView
        of={answer}
        what={t('entity.what')}
        permission={serviceReadPermission.name}
        skeleton="line"
      >
        {data =>
          data.kind === 'service' ? (
            children(data.service)
          ) : (
            <p>{data.message}</p>
          )
        }
      </StateView>
      <Link
        className={classes.link}
        to={section === 'now' ? tab : `${tab}?section=${section}`}
      >
        {open}
      </Link>
    </EntityInfoCard>
  );
};

/** A card for the overview of an entity: something of its service, and the way to more. */
export const ServiceEntityCard = (props: ServiceEntityCardProps) => (
  <OpsDataProvider>
    <Card {...props} />
  </OpsDataProvider>
);
