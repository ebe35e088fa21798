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

import type { Collection } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { BUDGET_WINDOW_MS } from '../../services/ConfiguredService';
import type { RequestCounts } from '../../services/RequestMeter';
import type { SavedObservation } from '../ObservationStore';
import type { CollectionState } from './CollectionStore';
import type { Pace } from './pace';

/** Older than so many collections is stale. */
const STALE_AFTER = 3;
/** A collection takes its time: a host that hangs is waited for. */
const PATIENCE_MS = 5_000;

/** How the readings of a service come in, as pages show it. */
export function describeCollection(options: {
  readonly pace: Pace;
  readonly state: CollectionState | undefined;
  readonly used: RequestCounts | undefined;
  readonly latest: SavedObservation | undefined;
}): Collection {
  const { pace, state, used, latest } = options;
  const everyMs = currentPaceMs(options);
  const now = state?.now.getTime();
  return {
    ...(latest && { at: latest.at.toISOString() }),
    ...(state && { nextAt: state.dueAt.toISOString() }),
    everyMs,
    stale:
      latest !== undefined &&
      now !== undefined &&
      now - latest.at.getTime() > STALE_AFTER * everyMs + PATIENCE_MS,
    ...(latest?.failure && { failure: latest.failure }),
    budget: {
      limit: pace.budget,
      used: (used?.observations ?? 0) + (used?.others ?? 0),
      windowMs: BUDGET_WINDOW_MS,
    },
  };
}

/** A host that says it has little left makes it slower than it is configured. */
function currentPaceMs({
  pace,
  state,
  latest,
}: Parameters<typeof describeCollection>[0]): number {
  const calm =
    state?.status === undefined ||
    (state.status === 'healthy' && state.wasSettled);
  const usual = calm ? pace.everyMs : pace.whileUnhealthyMs;
  const said = latest?.nextInMs ?? 0;
  return said > 1.2 * usual ? said : usual;
}
