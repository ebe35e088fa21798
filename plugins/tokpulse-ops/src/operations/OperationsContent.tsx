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

import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { serviceReadPermission } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { OpsDataProvider } from '../data/OpsDataProvider';
import { useEntityService } from '../data/queries';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { NotConfigured } from './NotConfigured';
import { ServiceOperations } from './ServiceOperations';
import { entityNameOf } from './serviceAnnotation';

const EntityOperations = () => {
  const t = useText();
  const { entity } = useEntity();
  const answer = useEntityService(entityNameOf(entity));
  return (
    <StateView
      of={answer}
      what={t('entity.what')}
      permission={serviceReadPermission.name}
      skeleton="page"
    >
      {data =>
        data.kind === 'service' ? (
          <ServiceOperations
            service={data.service}
            entityRef={stringifyEntityRef(entity)}
          />
        ) : (
          <NotConfigured
            entity={entity}
            message={data.message}
            nextStep={data.nextStep}
          />
        )
      }
    </StateView>
  );
};

/** The entity tab *Operations*. */
export const OperationsContent = () => (
  <OpsDataProvider>
    <EntityOperations />
  </OpsDataProvider>
);
