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
  createTranslationRef,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import type { TextOf } from './TextOf';
import { commonMessages } from './common';
import { healthMessages } from './health';
import { inboxMessages } from './inbox';
import { incidentMessages } from './incident';
import { operationsMessages } from './operations';
import { performanceMessages } from './performance';
import { planMessages } from './plan';
import { recoveryMessages } from './recovery';
import { runMessages } from './run';
import { steeringMessages } from './steering';
import { subscriptionMessages } from './subscriptions';
import { wordMessages } from './words';

/**
 * Every text of the pages, in English; an app can add other languages.
 *
 * @public
 */
export const tokpulseOpsTranslationRef = createTranslationRef({
  id: 'tokpulse-ops',
  messages: {
    ...wordMessages,
    ...commonMessages,
    ...operationsMessages,
    ...inboxMessages,
    ...planMessages,
    ...runMessages,
    ...steeringMessages,
    ...recoveryMessages,
    ...incidentMessages,
    ...subscriptionMessages,
    ...healthMessages,
    ...performanceMessages,
  },
});

/** Gives the text of a message in the reader's language. */
export type Text = TextOf<typeof tokpulseOpsTranslationRef.T>;

/** The texts of the pages. */
export function useText(): Text {
  const { t }: { readonly t: unknown } = useTranslationRef<
    Record<string, string>
  >(tokpulseOpsTranslationRef);
  // The same function; its own type takes minutes to check with so many messages.
  return t as Text;
}
