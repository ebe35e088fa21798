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

import type { JsonObject } from '@backstage/types';
import { useApi } from '@backstage/core-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { tokpulseOpsApiRef } from '../../api/tokpulseOpsApi';
import { type Loadable, toLoadable } from '../../data/loadable';

/** The JSON Schema of an action's input; null when it has no form. */
export function useActionSchema(action: string): Loadable<JsonObject | null> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: ['actions'],
      queryFn: ({ signal }) => api.listActions({ signal }),
      staleTime: Infinity,
      select: actions => actions.find(({ id }) => id === action)?.input ?? null,
    }),
  );
}
