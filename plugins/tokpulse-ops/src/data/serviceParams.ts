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

import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { type ParamChanges, useParamsOfPage, withParams } from './searchParam';

/** The services that are on the page now, in the order in which they came. */
let shown: readonly string[] = [];
const listeners = new Set<() => void>();

function change(next: readonly string[]): void {
  shown = next;
  listeners.forEach(listener => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function arrive(service: string): () => void {
  change([...shown, service]);
  return () => {
    const index = shown.indexOf(service);
    change(shown.filter((_, place) => place !== index));
  };
}

/** Says that a service is on the page, while the component is. */
export function useServiceOnPage(service: string): void {
  useEffect(() => arrive(service), [service]);
}

/** Parameters of the address that belong to one service of the page. */
export interface ServiceParams {
  readonly get: (name: string) => string | undefined;
  readonly set: (changes: ParamChanges) => void;
  /** The address with these changes: what stands behind the `?`. */
  readonly searchWith: (changes: ParamChanges) => string;
}

/**
 * The parameters of a service in the address. They have plain names, so that
 * `?section=health` can be written by hand; only where several services share a
 * page does each put its name in front: `?tokpulse.section=health`.
 */
export function useServiceParams(service: string): ServiceParams {
  const services = useSyncExternalStore(subscribe, () => shown);
  const [params, changeParams] = useParamsOfPage();
  const alone = services.every(other => other === service);
  const first = services.length === 0 || services[0] === service;
  const get = useCallback(
    (name: string) =>
      params.get(`${service}.${name}`) ??
      (first ? params.get(name) : undefined) ??
      undefined,
    [params, service, first],
  );
  const named = useCallback(
    (changes: ParamChanges): ParamChanges =>
      Object.fromEntries(
        Object.entries(changes).flatMap(([name, value]) => {
          const own = `${service}.${name}`;
          return alone
            ? [
                [own, undefined],
                [name, value],
              ]
            : [
                [own, value],
                // What stood there for this service is said in full now.
                ...(first ? [[name, undefined]] : []),
              ];
        }),
      ),
    [service, alone, first],
  );
  const set = useCallback(
    (changes: ParamChanges) => changeParams(named(changes)),
    [changeParams, named],
  );
  const searchWith = useCallback(
    (changes: ParamChanges) => withParams(params, named(changes)).toString(),
    [params, named],
  );
  return useMemo(() => ({ get, set, searchWith }), [get, set, searchWith]);
}
