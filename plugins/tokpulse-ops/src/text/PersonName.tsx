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
  identityApiRef,
  useApi,
  useApiHolder,
} from '@backstage/core-plugin-api';
import {
  type EntityPresentationApi,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useText } from '../translation';
import { EntityNames } from './EntityNames';
import { visibleText } from './visibleText';

const plainNames = new EntityNames({});
const names = new WeakMap<EntityPresentationApi, EntityNames>();

/** Those of a portal; one that presents no entities has the names of the refs. */
function namesBy(presentations?: EntityPresentationApi): EntityNames {
  if (presentations === undefined) {
    return plainNames;
  }
  const existing = names.get(presentations);
  if (existing !== undefined) {
    return existing;
  }
  const created = new EntityNames({ presentations });
  names.set(presentations, created);
  return created;
}

/** Entity ref of the person at the screen, once it is known. */
export function useMyself(): string | undefined {
  const identityApi = useApi(identityApiRef);
  return useQuery({
    queryKey: ['myself'],
    queryFn: async () =>
      (await identityApi.getBackstageIdentity()).userEntityRef,
    staleTime: Infinity,
  }).data;
}

/** Returns a function that names a person, or says "you". */
export function usePersonName(): (ref: string) => string {
  const t = useText();
  const myself = useMyself();
  const known = namesBy(useApiHolder().get(entityPresentationApiRef));
  useSyncExternalStore(known.watch, known.version);
  return ref => {
    if (ref === myself) {
      return t('person.you');
    }
    if (ref === 'system') {
      return t('person.system');
    }
    return visibleText(known.nameOf(ref));
  };
}

/** A person by name, with the entity ref on hover. */
export const PersonName = ({ entityRef }: { readonly entityRef: string }) => {
  const personName = usePersonName();
  return <span title={entityRef}>{personName(entityRef)}</span>;
};
