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

import {
  type Entity,
  isUserEntity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type Loadable, toLoadable } from '../../data/loadable';

/** A user of the catalog. */
export interface Person {
  readonly entityRef: string;
  readonly name: string;
  readonly email: string | undefined;
}

const MOST = 20;

function toPerson(entity: Entity): Person {
  const profile = isUserEntity(entity) ? entity.spec.profile : undefined;
  const { title, name } = entity.metadata;
  return {
    entityRef: stringifyEntityRef(entity),
    name: profile?.displayName ?? title ?? name,
    email: profile?.email,
  };
}

/** The users of the catalog whose name contains a text, a few of them. */
export function usePeople(search: string): Loadable<Person[]> {
  const catalog = useApi(catalogApiRef);
  const term = search.trim();
  return toLoadable(
    useQuery({
      queryKey: ['people', term],
      queryFn: async () => {
        const { items } = await catalog.queryEntities({
          filter: { kind: 'User' },
          limit: MOST,
          ...(term !== '' && {
            fullTextFilter: {
              term,
              fields: [
                'metadata.name',
                'metadata.title',
                'spec.profile.displayname',
                'spec.profile.email',
              ],
            },
          }),
        });
        return items.map(toPerson);
      },
      placeholderData: keepPreviousData,
    }),
  );
}
