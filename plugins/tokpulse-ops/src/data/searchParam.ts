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

import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** Changes of the address; undefined and empty values are left out of it. */
export type ParamChanges = Readonly<Record<string, string | undefined>>;

/** The parameters with some of them changed. */
export function withParams(
  before: URLSearchParams,
  changes: ParamChanges,
): URLSearchParams {
  const next = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') {
      next.delete(name);
    } else {
      next.set(name, value);
    }
  }
  return next;
}

/** The parameters of the address, and a function that changes some of them. */
export function useParamsOfPage(): readonly [
  URLSearchParams,
  (changes: ParamChanges, options?: { readonly replace: boolean }) => void,
] {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (changes: ParamChanges, options = { replace: true }) =>
      setParams(before => withParams(before, changes), options),
    [setParams],
  );
  return [params, change];
}

/** The value when it is one of those allowed, else the first of them. */
export function oneOf<T extends string>(
  value: string | null,
  allowed: readonly [T, ...T[]],
): T {
  return allowed.find(candidate => candidate === value) ?? allowed[0];
}
