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
import { run } from './children.mjs';
import { contentHash, isStamped, stamp } from './hash.mjs';
import { exclusively } from './mutex.mjs';
import { inRoot } from './paths.mjs';
import { step } from './progress.mjs';
import { yarnFile } from './toolchain.mjs';

function manifests() {
  return ['packages', 'plugins'].flatMap(group =>
    fs
      .readdirSync(inRoot(group))
      .map(name => inRoot(group, name, 'package.json'))
      .filter(file => fs.existsSync(file)),
  );
}

/** Installs the dependencies if the last install was for another lock file. */
export async function installDependencies() {
  const stampFile = inRoot('node_modules', '.tokpulse-ops-install');
  const wanted = () =>
    contentHash(
      [
        inRoot('yarn.lock'),
        inRoot('.yarnrc.yml'),
        inRoot('package.json'),
        ...manifests(),
      ],
      [process.platform, process.arch],
    );
  if (isStamped(stampFile, wanted())) {
    return;
  }
  await exclusively('install', async () => {
    if (isStamped(stampFile, wanted())) {
      return;
    }
    await step('Installing the dependencies (one to three minutes)', () =>
      run({
        name: 'install',
        command: process.execPath,
        args: [yarnFile(), 'install'],
      }),
    );
    // Yarn may have completed the lock file, so this is not the hash from above.
    stamp(stampFile, wanted());
  });
}
