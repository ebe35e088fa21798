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
  RunbookDetail,
  RunbookSummary,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

export const serviceDown: RunbookSummary = {
  id: 'service-down',
  title: 'P0 – Service down',
  category: 'emergency-response',
  severity: 'P0',
  respondWithin: '5m',
  owner: 'group:default/tokpulse-ops',
  services: ['tokpulse'],
  contentHash: 'c0ffee',
  stepCount: 9,
  suggested: false,
  problems: [],
};

export const suggestedServiceDown: RunbookSummary = {
  ...serviceDown,
  suggested: true,
  suggestedBecause: 'service.health.status == "unhealthy" holds now',
};

export const healthMonitoring: RunbookSummary = {
  id: 'health-monitoring',
  title: 'Health monitoring',
  category: 'health-monitoring',
  severity: 'P2',
  owner: 'group:default/tokpulse-ops',
  services: ['tokpulse'],
  contentHash: 'decaf',
  stepCount: 14,
  suggested: false,
  problems: [],
};

export const brokenRunbook: RunbookSummary = {
  id: 'rotate-secrets',
  title: 'Rotate the secrets',
  category: 'security',
  severity: 'P1',
  owner: 'group:default/tokpulse-ops',
  services: ['tokpulse'],
  contentHash: 'badd',
  stepCount: 6,
  suggested: false,
  problems: [
    {
      level: 'blocking',
      code: 'unknown-action',
      stepId: 'rotate',
      message: 'Line 41: there is no action "railway:variables".',
      nextStep:
        'Use an action of the reference, or install the module that has it.',
    },
  ],
};

export const serviceDownDetail: RunbookDetail = {
  ...serviceDown,
  body: [
    '# P0 – Service down',
    '',
    'Use this page when a host does not answer, or answers with a server error.',
    '',
    '| when | then |',
    '|---|---|',
    '| the edge says 502 | the process is gone: restart it |',
    '| `/health` says 503 | look at the checks first |',
    '',
    '## 1. Check the service',
    '',
    '```yaml step',
    'id: health',
    'name: Ask every host for its health',
    'action: health:check',
    '```',
    '',
    'See [the status page](https://status.tokpulse.example/).',
  ].join('\n'),
  inputs: {
    type: 'object',
    properties: {
      reason: {
        type: 'string',
        title: 'Why',
        description: 'What you saw. Kept with the run.',
        minLength: 10,
      },
      notifyCustomers: {
        type: 'boolean',
        title: 'Tell the customers',
        default: false,
      },
      window: {
        type: 'string',
        title: 'How far to look back',
        enum: ['15m', '1h', '24h'],
        default: '15m',
      },
    },
    required: ['reason'],
  },
};

export const healthMonitoringDetail: RunbookDetail = {
  ...healthMonitoring,
  body: '# Health monitoring\n\nLooks at everything, changes nothing.',
};
