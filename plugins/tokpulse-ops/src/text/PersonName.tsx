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

import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { useQuery } from '@tanstack/react-query';
import { type Text, useText } from '../translation';

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

function nameOf(t: Text, ref: string): string {
  if (ref === 'system') {
    return t('person.system');
  }
  try {
    return parseEntityRef(ref).name;
  } catch {
    // A principal that is no entity, such as another backend, is its own name.
    return ref;
  }
}

/** Returns a function that names a person, or says "you". */
export function usePersonName(): (ref: string) => string {
  const t = useText();
  const myself = useMyself();
  return ref => (ref === myself ? t('person.you') : nameOf(t, ref));
}

/** A person by name, with the entity ref on hover. */
export const PersonName = ({ entityRef }: { readonly entityRef: string }) => {
  const personName = usePersonName();
  return <span title={entityRef}>{personName(entityRef)}</span>;
};
