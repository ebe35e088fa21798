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
import type { Plan } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Fragment } from 'react';
import { useText } from '../translation';

type Dependent = Plan['dependents'][number];

/** More than this many are counted, not named. */
const MOST = 8;

const EntityLink = ({ dependent }: { readonly dependent: Dependent }) => {
  const entityPath = useRouteRef(entityRouteRef);
  const { entityRef, title } = dependent;
  const parsed = parseEntityRef(entityRef);
  return (
    <Link to={entityPath(entityRouteParams(parsed))} title={entityRef}>
      {title ?? parsed.name}
    </Link>
  );
};

const Names = ({ some }: { readonly some: readonly Dependent[] }) => {
  const t = useText();
  return (
    <>
      {some.slice(0, MOST).map((dependent, index) => (
        <Fragment key={dependent.entityRef}>
          {index > 0 && ', '}
          <EntityLink dependent={dependent} />
        </Fragment>
      ))}
      {some.length > MOST &&
        ` ${t('plan.andMore', { count: some.length - MOST })}`}
    </>
  );
};

export interface DependentsProps {
  readonly plan: Pick<Plan, 'dependents' | 'serviceTitle'>;
}

/** What depends on the service, from the catalog: at once, and through others. */
export const Dependents = ({ plan }: DependentsProps) => {
  const t = useText();
  const { dependents, serviceTitle } = plan;
  const direct = dependents.filter(({ distance }) => distance <= 1);
  const indirect = dependents.filter(({ distance }) => distance > 1);
  if (dependents.length === 0) {
    return <>{t('plan.noDependents', { service: serviceTitle })}</>;
  }
  return (
    <>
      {direct.length > 0 && (
        <div>
          {t('plan.dependents', {
            count: direct.length,
            names: <Names some={direct} />,
          })}
        </div>
      )}
      {indirect.length > 0 && (
        <div>
          {t('plan.dependentsFurther', {
            count: indirect.length,
            names: <Names some={indirect} />,
          })}
        </div>
      )}
    </>
  );
};
