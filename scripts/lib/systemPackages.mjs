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
import { spawnSync } from 'node:child_process';
import { run } from './children.mjs';
import { exclusively } from './mutex.mjs';
import { say, step } from './progress.mjs';

/**
 * @typedef {object} SystemTool
 * @property {readonly string[]} commands any of these will do
 * @property {string} debian the package that brings it
 * @property {string} [why] one clause for the person who has to install it; not
 *   there if whoever needs the tool finds another way or says so itself
 */

/** @type {Record<'redis' | 'postgresqlClient' | 'chromium', SystemTool>} */
const tools = {
  redis: {
    commands: ['redis-server', 'valkey-server'],
    // Without root the sandbox unpacks Debian's package into its own folder.
    debian: 'redis-server',
  },
  postgresqlClient: {
    commands: ['pg_dump'],
    debian: 'postgresql-client',
    why: 'pg_dump is what backs databases up',
  },
  chromium: {
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    debian: 'chromium',
    why: 'the browser tests run in it',
  },
};

/**
 * @param {readonly string[]} commands
 * @returns {string | undefined} the path of the first one there is
 */
export function findCommand(commands) {
  for (const command of commands) {
    const { stdout, status } = spawnSync(
      'sh',
      ['-c', `command -v ${command}`],
      { encoding: 'utf8' },
    );
    if (status === 0 && stdout.trim()) {
      return stdout.trim();
    }
  }
  return undefined;
}

/** The browser for the tests, if there is one. */
export const findChromium = () => findCommand(tools.chromium.commands);

const mayInstall = () =>
  process.getuid?.() === 0 && findCommand(['apt-get']) !== undefined;

/** @param {readonly string[]} packages */
async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (/** @type {string[]} */ ...args) =>
    run({ name: 'apt-get', command: 'apt-get', args, env });
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', ...packages);
}

/**
 * Installs what is missing where that is allowed (root on Debian), and otherwise
 * says in one line what to install and why. Never fails: whoever needs the tool
 * says so when it is not there.
 *
 * @param {readonly (keyof typeof tools)[]} names
 */
export async function installSystemTools(names) {
  const missing = () =>
    names.map(name => tools[name]).filter(tool => !findCommand(tool.commands));
  if (missing().length === 0) {
    return;
  }
  if (mayInstall()) {
    await exclusively('apt-get', async () => {
      const packages = missing().map(tool => tool.debian);
      if (packages.length === 0) {
        return;
      }
      try {
        await step(`Installing ${packages.join(', ')} with apt-get`, () =>
          aptInstall(packages),
        );
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
      }
    });
  }
  for (const tool of missing().filter(({ why }) => why)) {
    say(
      `  ! ${tool.commands[0]} is missing: ${tool.why}. Install it, for instance with: sudo apt-get install ${tool.debian}`,
    );
  }
}
