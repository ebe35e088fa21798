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

import type {
  ListRunsQuery,
  RunState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { DateTime } from 'luxon';
import { activeStates } from '../data/queries';

/** Choices of the filter by state. */
export const stateChoices = [
  'active',
  'waiting',
  'needs-decision',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export type StateChoice = (typeof stateChoices)[number];

/** Which runs are shown, as it stands in the address. */
export interface RunFilter {
  readonly service?: string;
  readonly runbook?: string;
  readonly state?: StateChoice;
  /** Entity ref. */
  readonly person?: string;
  /** Days in the reader's zone, `yyyy-mm-dd`, both included. */
  readonly from?: string;
  readonly to?: string;
}

const names = ['service', 'runbook', 'person', 'from', 'to'] as const;

/** Reads the filter from the parameters of an address; what is no filter is left out. */
export function filterOf(params: URLSearchParams): RunFilter {
  const state = stateChoices.find(choice => choice === params.get('state'));
  const texts = names.flatMap(name => {
    const value = params.get(name)?.trim() ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(texts),
    ...(state !== undefined && { state }),
  };
}

function statesOf(choice: StateChoice): RunState[] {
  return choice === 'active' ? activeStates : [choice];
}

function startOf(day: string | undefined, days: number): string | undefined {
  const date = day === undefined ? undefined : DateTime.fromISO(day);
  return date?.isValid
    ? date.startOf('day').plus({ days }).toUTC().toISO() ?? undefined
    : undefined;
}

/** What to ask the API for; a day that is none filters nothing. */
export function queryOf(filter: RunFilter): ListRunsQuery {
  const { service, runbook, state, person } = filter;
  const from = startOf(filter.from, 0);
  const to = startOf(filter.to, 1);
  return {
    ...(service !== undefined && { service }),
    ...(runbook !== undefined && { runbook }),
    ...(person !== undefined && { person }),
    ...(state !== undefined && { state: statesOf(state) }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}
