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
  ActionError,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';

const railwaySettingsSchema = z.object({
  url: z.string(),
  token: z.string(),
  tokenType: z.enum(['project', 'account']),
  projectId: z.string(),
  environmentId: z.string(),
  service: z.string(),
});

/** The section `railway` of a service, complete. */
export type RailwaySettings = z.output<typeof railwaySettingsSchema>;

/** Throws `not-configured` naming the key that is missing. */
export function railwaySettings(service: ServiceAccess): RailwaySettings {
  return service.settings('railway', railwaySettingsSchema);
}

/** Input of every Railway action; a step can name no other service than the configured one. */
export const serviceInput = z
  .string()
  .optional()
  .describe(
    'Name or id of the Railway service; the configured one, which is also the default',
  );

/** The configured Railway service; `forbidden` when a step names another one. */
export function configuredService(
  settings: RailwaySettings,
  named: string | undefined,
): string {
  if (named !== undefined && named !== settings.service) {
    throw new ActionError({
      code: 'forbidden',
      message: `The Railway service '${named}' is not the configured one, '${settings.service}'`,
      nextStep:
        'Write ${{ service.railway.service }} in the step, or leave it out',
    });
  }
  return settings.service;
}
