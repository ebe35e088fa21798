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

import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  HealthView,
  Incident,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { Intentions, retryLost } from '../data/intentions';
import { observationKeys } from '../data/observations';

/** Says that the reader sees to an incident. */
export function useAcknowledge({ id: incident, service }: Incident) {
  const api = useApi(tokpulseOpsApiRef);
  const queries = useQueryClient();
  const [intentions] = useState(() => new Intentions());
  return useMutation({
    mutationFn: (note: string) => {
      const body = note === '' ? {} : { note };
      return intentions.send({ service, incident, ...body }, options =>
        api.observations.acknowledge({ service, incident }, body, options),
      );
    },
    ...retryLost,
    onSuccess: answered => {
      // The clock stops at once, not when the page reads the next time.
      queries.setQueryData<HealthView>(observationKeys.health(service), view =>
        view?.incident?.id === answered.id
          ? { ...view, incident: answered }
          : view,
      );
    },
    onSettled: () => {
      // Also after a refusal the page should show how things stand.
      for (const queryKey of [
        observationKeys.health(service),
        observationKeys.states,
      ]) {
        queries.invalidateQueries({ queryKey }).catch(() => undefined);
      }
    },
  });
}
