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
import { stopAll, stopChildrenOnSignal } from './lib/children.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { duration, Failure, report, say } from './lib/progress.mjs';
import { stages } from './lib/stages.mjs';
import { installSystemTools } from './lib/systemPackages.mjs';
import { useProjectToolchain } from './lib/toolchain.mjs';

/**
 * Without arguments every stage runs; with arguments, those that are named.
 *
 * @param {readonly string[]} names
 */
function selectStages(names) {
  const unknown = names.filter(name => !stages.some(s => s.name === name));
  if (unknown.length > 0) {
    throw new Failure(
      `There is no stage "${unknown.join('", "')}". Stages: ${stages
        .map(s => s.name)
        .join(', ')}`,
    );
  }
  return names.length > 0 ? stages.filter(s => names.includes(s.name)) : stages;
}

/**
 * Runs a stage. Never rejects: a stage that cannot be run has failed.
 *
 * @param {import('./lib/stages.mjs').Stage} stage
 * @param {NodeJS.ProcessEnv} env
 */
async function timed(stage, env) {
  const begin = Date.now();
  let counts;
  try {
    const { timeoutMs, alongside } = stage;
    counts = await stage.run({ env, timeoutMs, alongside });
  } catch (error) {
    await signals.unlessStopping();
    report(error);
    counts = { passed: 0, failed: 1 };
  }
  return { counts, tookMs: Date.now() - begin };
}

async function test() {
  const selected = selectStages(process.argv.slice(2));
  await installSystemTools(['redis', 'postgresqlClient', 'chromium']);
  await installDependencies();

  const env = { ...process.env, CI: 'true' };
  const total = { passed: 0, failed: 0 };
  /** @type {string[]} */
  const summary = [];
  const alongside = new Map(
    selected
      .filter(stage => stage.alongside)
      .map(stage => [stage, timed(stage, env)]),
  );
  for (const stage of selected) {
    say(`\n━━ ${stage.name}`);
    const { counts, tookMs } = await (alongside.get(stage) ??
      timed(stage, env));
    await signals.unlessStopping();
    total.passed += counts.passed;
    total.failed += counts.failed;
    const line = [
      stage.name.padEnd(10),
      duration(tookMs).padStart(10),
      `${counts.passed} passed, ${counts.failed} failed`,
    ].join('  ');
    summary.push(line);
    say(`━━ ${line}`);
  }
  say(`\n${summary.join('\n')}\n`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 ? 0 : 1;
}

await useProjectToolchain(import.meta.url);
const signals = stopChildrenOnSignal();
let code = 1;
try {
  code = await test();
} catch (error) {
  report(error);
}
await stopAll();
process.exit(code);
