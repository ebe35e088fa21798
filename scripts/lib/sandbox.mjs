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

// @ts-check
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Child } from './children.mjs';
import { parseEnvironment } from './environmentFile.mjs';
import { waitForIdentityProvider } from './identityProvider.mjs';
import { inRoot } from './paths.mjs';
import { Failure } from './progress.mjs';
import { typescriptArguments } from './typescript.mjs';
import { waitFor } from './wait.mjs';

/** A first start initialises two databases and fills one. */
const START_TIMEOUT_MS = 180_000;

/**
 * @typedef {object} Sandbox
 * @property {Child} child
 * @property {string} url the status page
 * @property {Record<string, string>} env what the portal needs to know
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the practice TokPulse, with a database for the portal itself.
 *
 * @param {{ name?: string, dataDir: string }} options
 * @returns {Promise<Sandbox>}
 */
export async function startSandbox({ name = 'sandbox', dataDir }) {
  fs.mkdirSync(dataDir, { recursive: true });
  // The file holds passwords, so it lives in a folder that only we may enter.
  const runDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tokpulse-ops-'));
  const envFile = path.join(runDir, 'sandbox.env');
  const child = new Child({
    name,
    command: process.execPath,
    // Not through Yarn, which would end before what it started has ended.
    args: typescriptArguments('src/main.ts', [
      '--env-file',
      envFile,
      '--data-dir',
      dataDir,
      '--portal-database',
      '--exit-with-parent',
    ]),
    cwd: inRoot('packages', 'tokpulse-sandbox'),
    orderly: true,
  });
  const stop = async () => {
    await child.stop();
    fs.rmSync(runDir, { recursive: true, force: true });
  };
  try {
    const text = await waitFor({
      what: 'The sandbox',
      timeoutMs: START_TIMEOUT_MS,
      attempt: async () =>
        fs.existsSync(envFile) && fs.readFileSync(envFile, 'utf8'),
      while: () => child.alive,
    });
    const env = parseEnvironment(text);
    await waitForIdentityProvider({
      metadataUrl: env.PORTAL_OIDC_METADATA_URL,
      while: () => child.alive,
    });
    return { child, url: env.TOKPULSE_SANDBOX_URL, env, stop };
  } catch (error) {
    await stop();
    const message = error instanceof Error ? error.message : String(error);
    throw new Failure(`${child.tail()}\n\n${message}`);
  }
}
