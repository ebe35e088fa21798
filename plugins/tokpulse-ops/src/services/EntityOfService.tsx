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
import type { ServiceInfo } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useText } from '../translation';

/** The way to the entities of a service, or what to list so that there is one. */
export const EntityOfService = (props: {
  readonly service: Pick<ServiceInfo, 'entities'>;
}) => {
  const { entities } = props.service;
  const t = useText();
  const entityPath = useRouteRef(entityRouteRef);
  if (entities.length === 0) {
    return <>{t('services.noEntity')}</>;
  }
  return (
    <>
      {entities.map((ref, index) => {
        const entity = parseEntityRef(ref);
        const path = `${entityPath(entityRouteParams(entity))}/operations`;
        return (
          <span key={ref}>
            {index > 0 && ', '}
            <Link to={path}>{entity.name}</Link>
          </span>
        );
      })}
    </>
  );
};
