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

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packagePath } from './packagePath';
import {
  removeEnvironmentFile,
  writeEnvironmentFile,
} from './sandbox/environmentFile';
import { startSandbox } from './sandbox/startSandbox';

const usage = `Usage: yarn workspace @tokpulse/sandbox start [options]

  --write-env <file>    write the variables that a portal needs, when all is ready
  --env-file <file>     the same; Node takes this name for itself when it is
                        given through Yarn, so it works only without Yarn
  --data-dir <dir>      where the data stays (default: .cache/sandbox of the repository)
  --portal-database     run a second PostgreSQL for the portal itself
  --port-base <n>       use fixed ports from n on (default: free ports)
  --exit-with-parent    end when the process that started this one has ended
  --help

SANDBOX_RATE_LIMIT_MAX sets the partner app's limit in 15 minutes (default 3000,
the real one is 100).`;

interface Settings {
  readonly envFile: string | undefined;
  readonly dataDir: string;
  readonly portalDatabase: boolean;
  readonly portBase: number | undefined;
  readonly exitWithParent: boolean;
  readonly rateLimitMax: number | undefined;
}

function readSettings(): Settings | 'help' {
  const { values } = parseArgs({
    options: {
      'env-file': { type: 'string' },
      'write-env': { type: 'string' },
      'data-dir': { type: 'string' },
      'portal-database': { type: 'boolean', default: false },
      'port-base': { type: 'string' },
      'exit-with-parent': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    return 'help';
  }
  // Yarn runs the script in the package; paths are meant from where one is.
  const from = process.env.INIT_CWD ?? process.cwd();
  const envFile = values['write-env'] ?? values['env-file'];
  const dataDir = values['data-dir'];
  return {
    envFile: envFile === undefined ? undefined : resolve(from, envFile),
    dataDir:
      dataDir === undefined
        ? packagePath('..', '..', '.cache', 'sandbox')
        : resolve(from, dataDir),
    portalDatabase: values['portal-database'],
    portBase: wholeNumber('--port-base', values['port-base']),
    exitWithParent: values['exit-with-parent'],
    rateLimitMax: wholeNumber(
      'SANDBOX_RATE_LIMIT_MAX',
      process.env.SANDBOX_RATE_LIMIT_MAX,
    ),
  };
}

function wholeNumber(
  name: string,
  value: string | undefined,
): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`${name} must be a whole number above 0, not "${value}"`);
  }
  return number;
}

/** Resolves when the sandbox is to end, with the words for it. */
function toldToEnd(options: { exitWithParent: boolean }): Promise<string> {
  return new Promise(resolveEnd => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolveEnd(signal));
    }
    process.on('disconnect', () => resolveEnd('the parent is gone'));
    if (options.exitWithParent) {
      const parent = process.ppid;
      setInterval(() => {
        if (process.ppid !== parent) {
          resolveEnd('the parent is gone');
        }
      }, 500).unref();
    }
  });
}

async function main(): Promise<void> {
  const settings = readSettings();
  if (settings === 'help') {
    console.log(usage);
    return;
  }
  const { envFile } = settings;
  if (envFile) {
    await removeEnvironmentFile(envFile);
  }
  const end = toldToEnd(settings);
  console.log(`Starting the TokPulse sandbox in ${settings.dataDir}`);
  const started = startSandbox(settings);
  const first = await Promise.race([started, end]);
  if (typeof first === 'string') {
    // Still starting: the children end by themselves when this process does.
    console.log(`Stopping while starting: ${first}`);
    process.exit(1);
  }
  const sandbox = first;
  if (envFile) {
    await writeEnvironmentFile(envFile, sandbox.env);
  }
  console.log(`sandbox ready ${sandbox.url}`);

  console.log(`Stopping: ${await end}`);
  if (envFile) {
    await removeEnvironmentFile(envFile);
  }
  await sandbox.stop();
}

main().then(
  () => process.exit(0),
  error => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
