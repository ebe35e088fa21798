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
import { spawnSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheDir, inRoot, root } from './paths.mjs';
import { run } from './children.mjs';
import { Failure, step } from './progress.mjs';

/** What package.json's `engines` says; Backstage needs one of these. */
const SUPPORTED_MAJORS = [22, 24];
/** The one to fetch when the machine has neither. */
const PREFERRED_MAJOR = 24;
const REEXECUTED = 'TOKPULSE_SCRIPTS_REEXECUTED';

/** @param {string} version such as `v24.1.0` */
export function isSupportedNode(version) {
  const major = Number(/^v?(\d+)\./.exec(version)?.[1]);
  return SUPPORTED_MAJORS.includes(major);
}

/** @param {string} file */
function isUsableNode(file) {
  if (!fs.existsSync(file)) {
    return false;
  }
  const { stdout, status } = spawnSync(file, ['--version'], {
    encoding: 'utf8',
  });
  return status === 0 && isSupportedNode(stdout.trim());
}

function nodesOnPath() {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .map(dir => path.join(dir, 'node'));
}

/**
 * npm publishes Node itself, one package per platform; a package of the
 * registry is to be had wherever the dependencies are.
 *
 * @returns {Promise<string>} the path of the executable
 */
async function nodeFromRegistry() {
  const prefix = path.join(cacheDir, `node-${PREFERRED_MAJOR}`);
  const name = `node-${
    process.platform === 'win32' ? 'win' : process.platform
  }-${process.arch}`;
  const file = path.join(prefix, 'node_modules', name, 'bin', 'node');
  if (!isUsableNode(file)) {
    fs.mkdirSync(prefix, { recursive: true });
    await step(
      `This machine has Node ${process.version}; fetching Node ${PREFERRED_MAJOR} for this project`,
      () =>
        run({
          name: 'node',
          command: 'npm',
          args: [
            'install',
            '--prefix',
            prefix,
            '--no-save',
            '--no-package-lock',
            '--no-audit',
            '--no-fund',
            '--ignore-scripts',
            `${name}@${PREFERRED_MAJOR}`,
          ],
          cwd: prefix,
        }),
    );
  }
  if (!isUsableNode(file)) {
    throw new Failure(
      `TokPulse Ops needs Node ${SUPPORTED_MAJORS.join(' or ')} and this is ${
        process.version
      }.\nInstall one of them and run the command again.`,
    );
  }
  return file;
}

/** The vendored Yarn. */
export function yarnFile() {
  const dir = inRoot('.yarn', 'releases');
  const file = fs.readdirSync(dir).find(name => /^yarn-.*\.cjs$/.test(name));
  if (!file) {
    throw new Failure(`There is no Yarn in ${path.relative(root, dir)}`);
  }
  return path.join(dir, file);
}

/**
 * The Backstage CLI and Yarn's scripts call `node` and `yarn` by name: this
 * folder comes first on their path and holds the right ones.
 *
 * @param {string} node
 */
function shimDir(node) {
  const dir = path.join(cacheDir, 'bin');
  fs.mkdirSync(dir, { recursive: true });
  const quote = (/** @type {string} */ s) => `'${s.replaceAll("'", `'\\''`)}'`;
  const scripts = {
    node: `exec ${quote(node)} "$@"`,
    yarn: `exec ${quote(node)} ${quote(yarnFile())} "$@"`,
  };
  for (const [name, line] of Object.entries(scripts)) {
    const file = path.join(dir, name);
    const text = `#!/bin/sh\n${line}\n`;
    if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) {
      // Another script may be starting from the old file at this moment.
      const fresh = `${file}.${process.pid}`;
      fs.writeFileSync(fresh, text, { mode: 0o755 });
      fs.renameSync(fresh, file);
    }
  }
  return dir;
}

/** npm knows which registry this machine uses; Yarn does not read its settings. */
function registry() {
  const { stdout, status } = spawnSync('npm', ['config', 'get', 'registry'], {
    encoding: 'utf8',
    cwd: root,
  });
  const address = stdout?.trim();
  return status === 0 && /^https?:\/\//.test(address) ? address : undefined;
}

/** @param {string} node */
function environmentFor(node) {
  const fromNpm = process.env.YARN_NPM_REGISTRY_SERVER ?? registry();
  return {
    ...process.env,
    [REEXECUTED]: '1',
    PATH: [shimDir(node), process.env.PATH].join(path.delimiter),
    YARN_ENABLE_TELEMETRY: '0',
    ...(fromNpm && { YARN_NPM_REGISTRY_SERVER: fromNpm }),
  };
}

/**
 * Makes sure that the script goes on under a Node that Backstage supports, with
 * `node` and the vendored `yarn` first on the path: runs it again if need be,
 * and then does not return.
 *
 * @param {string} scriptUrl the script's `import.meta.url`
 */
export async function useProjectToolchain(scriptUrl) {
  if (process.env.npm_lifecycle_event || process.env[REEXECUTED]) {
    // npm passes SIGTERM to its shell only, which dies of it and leaves us here.
    createRequire(import.meta.url)('./stopWithParent.cjs');
  }
  if (process.env[REEXECUTED] === '1' && isSupportedNode(process.version)) {
    return;
  }
  const node = isSupportedNode(process.version)
    ? process.execPath
    : nodesOnPath().find(isUsableNode) ?? (await nodeFromRegistry());
  const child = spawn(
    node,
    [fileURLToPath(scriptUrl), ...process.argv.slice(2)],
    { stdio: 'inherit', env: environmentFor(node) },
  );
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status, signal) =>
      resolve(status ?? (signal === 'SIGINT' ? 130 : 143)),
    );
  });
  process.exit(code);
}
