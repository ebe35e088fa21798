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

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startBackend } from '../../scripts/lib/backend.mjs';
import { buildFrontend } from '../../scripts/lib/frontendBuild.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import { startSandbox } from '../../scripts/lib/sandbox.mjs';
import { handOver } from './stack.ts';

/**
 * Starts the sandbox and one replica of the portal, as `npm start` does but on
 * ports and data of their own, for all specs.
 */
export default async function globalSetup() {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tokpulse-ops-e2e-'));
  await buildFrontend();
  const sandbox = await startSandbox({ name: 'e2e-sandbox', dataDir });
  const stop = async () => {
    await sandbox.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const backend = await startBackend({
      name: 'e2e-backend',
      port: await freePort(),
      env: sandbox.env,
    });
    handOver({
      portalUrl: backend.url,
      sandboxUrl: sandbox.url,
      sandboxEnv: sandbox.env,
    });
    return async () => {
      await backend.stop();
      await stop();
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
