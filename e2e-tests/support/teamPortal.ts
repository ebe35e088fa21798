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

import { startBackend, TEAM_CONFIG } from '../../scripts/lib/backend.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import type { Stack } from './stack.ts';

/** A portal in team mode beside the usual one, which is in solo mode. */
export interface TeamPortal {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a portal in team mode, with data of its own, on the same sandbox. */
export async function startTeamPortal(stack: Stack): Promise<TeamPortal> {
  const backend = await startBackend({
    name: 'e2e-team',
    port: await freePort(),
    configs: [TEAM_CONFIG],
    env: {
      ...stack.sandboxEnv,
      // The stack's own backend would drive its runs, too.
      APP_CONFIG_backend_database_prefix: 'team_plugin_',
    },
  });
  return { url: backend.url, stop: () => backend.stop() };
}
