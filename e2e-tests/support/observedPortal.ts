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

import { startBackend } from '../../scripts/lib/backend.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import type { Stack } from './stack.ts';

/** A portal that asks its services every second, beside the usual one. */
export interface ObservedPortal {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts it with data of its own, on the same sandbox. */
export async function startObservedPortal(
  stack: Stack,
): Promise<ObservedPortal> {
  const backend = await startBackend({
    name: 'e2e-observed',
    port: await freePort(),
    configs: ['e2e-tests/app-config.observed.yaml'],
    env: {
      ...stack.sandboxEnv,
      // The stack's own backend collects at its own pace.
      APP_CONFIG_backend_database_prefix: 'observed_plugin_',
    },
  });
  return { url: backend.url, stop: () => backend.stop() };
}
