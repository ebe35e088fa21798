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

import type { Plan } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';

/**
 * Stands for a service that was taken out of the configuration while a run
 * against it was under way: whatever needs it fails, and says so.
 */
export function missingService(plan: Plan): ServiceAccess {
  const missing = () =>
    new ActionError({
      code: 'not-configured',
      message: `The service '${plan.service}' is not configured any more`,
      nextStep: `Put tokpulseOps.services.${plan.service} back, then retry`,
    });
  return {
    id: plan.service,
    title: plan.serviceTitle,
    hosts: {},
    projection: {},
    settings() {
      throw missing();
    },
    async request() {
      throw missing();
    },
  };
}
