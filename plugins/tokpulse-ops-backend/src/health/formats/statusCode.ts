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

import type { HealthFormat } from '@tokpulse/backstage-plugin-tokpulse-ops-node';

/**
 * Judges by the status code alone. Everything that shows that the application
 * is there and routes is healthy, also a redirect or "not without a login".
 */
export const statusCodeFormat: HealthFormat = {
  id: 'status-code',
  read({ status }) {
    return status >= 500
      ? {
          status: 'unhealthy',
          answer: 'server-error',
          predicate: `answers with an error (${status})`,
        }
      : {
          status: 'healthy',
          answer: 'answered-without-checks',
          predicate:
            status < 300 ? 'is healthy' : `is healthy (it answers ${status})`,
        };
  },
};
