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

import type { SubscriptionAnomaly } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useText } from '../translation';

/** Returns a function that names what is wrong with a subscription. */
export function useAnomalyWords(): (kind: SubscriptionAnomaly) => string {
  const t = useText();
  return kind => {
    switch (kind) {
      case 'trial-over':
        return t('anomaly.trialOver');
      case 'period-over':
        return t('anomaly.periodOver');
      case 'past-due':
        return t('anomaly.pastDue');
      case 'drift':
        return t('anomaly.drift');
      case 'unknown-status':
        return t('anomaly.unknownStatus');
      default:
        return kind satisfies never;
    }
  };
}
