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
  evaluateCondition,
  type RunbookSummary,
  type ServiceStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';

type Suggestion = Pick<RunbookSummary, 'suggested' | 'suggestedBecause'>;

/**
 * Whether a runbook fits what is wrong with the service now, and why. When that
 * cannot be told it is not suggested, and the reason is not left out.
 */
export function suggestionOf(options: {
  readonly suggestWhen: string | undefined;
  readonly service: Pick<ServiceAccess, 'projection' | 'title'>;
  /** Undefined when the health could not be read at all. */
  readonly status: ServiceStatus | undefined;
}): Suggestion {
  const { suggestWhen, service, status } = options;
  if (suggestWhen === undefined) {
    return { suggested: false };
  }
  const result = evaluateCondition(suggestWhen, {
    inputs: {},
    steps: {},
    run: {},
    service: {
      ...service.projection,
      health: JSON.parse(JSON.stringify(status ?? { status: 'unknown' })),
    },
  });
  const summary = status?.summary ?? 'it could not be read';
  if (!result.ok) {
    return {
      suggested: false,
      suggestedBecause: `Whether it fits cannot be told: ${result.message}`,
    };
  }
  if (result.value) {
    return {
      suggested: true,
      suggestedBecause: `${service.title} is ${
        status?.status ?? 'unknown'
      }: ${summary}`,
    };
  }
  return status === undefined || status.status === 'unknown'
    ? {
        suggested: false,
        suggestedBecause: `Whether it fits cannot be told, because the health of ${service.title} is not known: ${summary}`,
      }
    : { suggested: false };
}
