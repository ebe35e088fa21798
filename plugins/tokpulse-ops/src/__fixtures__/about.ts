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

import type { ServiceAbout } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ago } from './times';

/** Everything that can be told about a service. */
export function anAbout(changes: Partial<ServiceAbout> = {}): ServiceAbout {
  return {
    contacts: [
      {
        name: 'Primary support',
        role: 'First to answer customers',
        email: 'support@tokpulse.example',
      },
      {
        name: 'Emergency',
        role: 'Day and night',
        phone: '+1-555-0100',
      },
      { name: 'Team', url: 'https://chat.tokpulse.example/incidents' },
    ],
    escalation: [
      { level: 'Level 1', who: 'Basic support' },
      {
        level: 'Level 2',
        who: 'Technical support',
        after: '15m',
        contact: 'Emergency',
      },
      { level: 'Level 3', who: 'Engineering', after: '30m' },
    ],
    statusPage: 'https://status.tokpulse.example',
    links: [
      { title: 'API health', url: 'https://api.tokpulse.example/health' },
      { title: 'Dashboard', url: 'https://dashboard.tokpulse.example' },
    ],
    flags: {
      at: ago({ seconds: 20 }),
      known: true,
      message: '2 flags',
      flags: [
        { name: 'new-checkout', value: 'on' },
        { name: 'beta-search', value: 'off' },
      ],
    },
    missing: [],
    ...changes,
  };
}
