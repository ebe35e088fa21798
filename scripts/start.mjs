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
import { parseArgs } from 'node:util';
import { startBackend, TEAM_CONFIG } from './lib/backend.mjs';
import { stopAll, stopChildrenOnSignal } from './lib/children.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { buildFrontend } from './lib/frontendBuild.mjs';
import { inRoot } from './lib/paths.mjs';
import { freePort } from './lib/ports.mjs';
import { duration, Failure, report, say, step } from './lib/progress.mjs';
import { startSandbox } from './lib/sandbox.mjs';
import { installSystemTools } from './lib/systemPackages.mjs';
import { useProjectToolchain } from './lib/toolchain.mjs';

const USUAL_PORT = 7007;

const usage = `Usage: npm start [-- --team]

  --team   two people decide: plans that change something need the approval of
           somebody else (${TEAM_CONFIG} on top of app-config.yaml)`;

/** What the command line asks for; says so and ends when it asks for help. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        team: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      say(usage);
      process.exit(0);
    }
    return { team: values.team };
  } catch (error) {
    throw new Failure(
      `${error instanceof Error ? error.message : error}\n\n${usage}`,
    );
  }
}

/** @param {{ backend: import('./lib/backend.mjs').Backend, sandbox: import('./lib/sandbox.mjs').Sandbox, begin: number, team: boolean }} portal */
function announce({ backend, sandbox, begin, team }) {
  say('');
  say('  ┌──────────────────────────────────────────────────────────────');
  say(`  │ TokPulse Ops is ready (${duration(Date.now() - begin)})`);
  say('  │');
  say('  │ The service to operate:');
  say(`  │   ${backend.operationsUrl}`);
  say('  │   Enter as guest, or sign in with a practice account.');
  if (team) {
    say(
      "  │   Team mode: somebody else approves; use another account's window.",
    );
  }
  say('  │ The sandbox, to break things:');
  say(`  │   ${sandbox.url}`);
  say('  │');
  say('  │ Logs: .cache/logs   Stop: Ctrl-C');
  say('  └──────────────────────────────────────────────────────────────');
  say('');
}

async function start() {
  const begin = Date.now();
  const { team } = readOptions();
  say('TokPulse Ops');
  await installSystemTools(['redis', 'postgresqlClient']);
  await installDependencies();
  const port = await freePort(USUAL_PORT);
  if (port !== USUAL_PORT) {
    say(`  ! Port ${USUAL_PORT} is taken; the portal uses ${port} instead`);
  }
  // The sandbox waits for its databases while the bundler computes.
  const [sandbox] = await Promise.all([
    step('Starting the sandbox', () =>
      startSandbox({ dataDir: inRoot('.cache', 'sandbox') }),
    ),
    buildFrontend(),
  ]);
  const backend = await step('Starting the portal', () =>
    startBackend({
      port,
      env: sandbox.env,
      configs: team ? [TEAM_CONFIG] : [],
    }),
  );
  announce({ backend, sandbox, begin, team });

  const ended = await Promise.race([
    sandbox.child.exited.then(() => sandbox.child),
    backend.child.exited.then(() => backend.child),
  ]);
  throw new Failure(`${ended.tail()}\n\nThe ${ended.name} ended unexpectedly`);
}

await useProjectToolchain(import.meta.url);
const signals = stopChildrenOnSignal(async () => say('\nStopping …'));
try {
  await start();
} catch (error) {
  await signals.unlessStopping();
  report(error);
  await stopAll();
  process.exit(1);
}
