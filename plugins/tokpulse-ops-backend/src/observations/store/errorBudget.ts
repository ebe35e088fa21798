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
  AvailabilityOfWindow,
  Slo,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { windowMs } from './stretches';

/**
 * What an objective allows in its window, and what of it is spent. Only time
 * that was observed can be spent; the window is that of the figures.
 *
 * @param objective - share of time, e.g. 0.999
 */
export function errorBudget(options: {
  readonly objective: number;
  readonly configured: boolean;
  readonly figures: Pick<AvailabilityOfWindow, 'window' | 'downtimeMs'>;
}): Slo {
  const { objective, configured, figures } = options;
  const { window } = figures;
  return {
    ...{ objective, window, configured },
    budgetMs: (1 - objective) * windowMs[window],
    spentMs: figures.downtimeMs,
  };
}
