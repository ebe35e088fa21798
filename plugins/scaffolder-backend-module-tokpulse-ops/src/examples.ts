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

import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

/** Examples of `tokpulse:runbook:run`, for the list of actions in the portal. */
export const examples: TemplateExample[] = [
  {
    description: 'Run a runbook, and give its inputs and the reason',
    example: stringify({
      steps: [
        {
          id: 'run',
          name: 'Run the runbook',
          action: 'tokpulse:runbook:run',
          input: {
            service: 'tokpulse',
            runbook: 'service-down',
            inputs: { reason: 'Alert: the API does not answer' },
            reason: 'Alert: the API does not answer',
          },
        },
      ],
    }),
  },
];
