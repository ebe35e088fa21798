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

import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { May } from '../../data/may';
import { useMyself, usePersonName } from '../../text/PersonName';
import { useText } from '../../translation';

/** Who leads a run, from where the reader stands. */
export interface Lead {
  /** Whether the reader may confirm, answer and decide. */
  readonly may: May;
  /** Somebody else leads, and the reader could take over. */
  readonly observes: boolean;
}

/** Whether the reader leads a run; only its lead says how it goes on. */
export function useLead(run: RunDetail, mayControl: May): Lead {
  const t = useText();
  const myself = useMyself();
  const personName = usePersonName();
  if (!mayControl.allowed) {
    return { may: mayControl, observes: false };
  }
  if (myself === undefined) {
    return {
      may: { allowed: false, because: t('may.checking') },
      observes: false,
    };
  }
  return run.lead === myself
    ? { may: mayControl, observes: false }
    : {
        may: {
          allowed: false,
          because: t('lead.observing', { lead: personName(run.lead) }),
        },
        observes: true,
      };
}
