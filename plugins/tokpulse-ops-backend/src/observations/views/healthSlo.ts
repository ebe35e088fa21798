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
import type { ConfiguredService } from '../../services';
import { errorBudget } from '../store/errorBudget';

/** What the pages measure by as long as nobody has said otherwise. */
const DEFAULT = { availability: 99.9, window: '30d' } as const;

/** The objective of a service, and what is spent of its error budget. */
export function sloOf(
  { slo }: Pick<ConfiguredService, 'slo'>,
  availability: readonly Pick<AvailabilityOfWindow, 'window' | 'downtimeMs'>[],
): Slo {
  const { availability: percent, window } = slo ?? DEFAULT;
  return errorBudget({
    // 99.9 / 100 is 0.9990000000000001.
    objective: Number((percent / 100).toFixed(6)),
    configured: slo !== undefined,
    figures: availability.find(one => one.window === window) ?? {
      window,
      downtimeMs: 0,
    },
  });
}
