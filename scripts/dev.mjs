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
import { Child, stopAll, stopChildrenOnSignal } from './lib/children.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { inRoot } from './lib/paths.mjs';
import { freePort } from './lib/ports.mjs';
import { report, say, step } from './lib/progress.mjs';
import { startSandbox } from './lib/sandbox.mjs';
import { installSystemTools } from './lib/systemPackages.mjs';
import { useProjectToolchain, yarnFile } from './lib/toolchain.mjs';

const FRONTEND_PORT = 3000;
const BACKEND_PORT = 7007;

/** The developer's mode: both halves reload when a source changes. */
async function dev() {
  await installSystemTools(['redis', 'postgresqlClient']);
  await installDependencies();
  const [frontendPort, backendPort] = [
    await freePort(FRONTEND_PORT),
    await freePort(BACKEND_PORT),
  ];
  const sandbox = await step('Starting the sandbox', () =>
    startSandbox({ dataDir: inRoot('.cache', 'sandbox') }),
  );
  const frontend = `http://localhost:${frontendPort}`;
  say(`\n  The portal:  ${frontend} (when the bundler is done)`);
  say(`  The sandbox: ${sandbox.url}\n`);
  const portal = new Child({
    name: 'portal',
    command: process.execPath,
    args: [yarnFile(), 'backstage-cli', 'repo', 'start'],
    env: {
      ...process.env,
      ...sandbox.env,
      APP_CONFIG_app_baseUrl: JSON.stringify(frontend),
      APP_CONFIG_backend_baseUrl: JSON.stringify(
        `http://localhost:${backendPort}`,
      ),
      APP_CONFIG_backend_listen_port: String(backendPort),
      APP_CONFIG_backend_cors: JSON.stringify({
        origin: frontend,
        methods: ['GET', 'HEAD', 'PATCH', 'POST', 'PUT', 'DELETE'],
        credentials: true,
      }),
    },
    output: 'inherit',
  });
  await Promise.race([portal.exited, sandbox.child.exited]);
}

await useProjectToolchain(import.meta.url);
const signals = stopChildrenOnSignal();
try {
  await dev();
} catch (error) {
  await signals.unlessStopping();
  report(error);
  process.exitCode = 1;
}
await stopAll();
