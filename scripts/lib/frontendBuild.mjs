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

const stampFile = inRoot('packages', 'app', 'dist', '.tokpulse-ops-build');

/** The part of the configuration that the bundle is built from. */
function appConfiguration() {
  const text = fs.readFileSync(inRoot('app-config.yaml'), 'utf8');
  return /^app:\n(?:[ #\n].*\n?|\n)*/m.exec(text)?.[0] ?? text;
}

function sourcesHash() {
  return contentHash(
    [
      inRoot('yarn.lock'),
      inRoot('packages', 'app', 'src'),
      inRoot('packages', 'app', 'public'),
      inRoot('packages', 'app', 'config.d.ts'),
      inRoot('packages', 'app', 'package.json'),
      inRoot('plugins', 'tokpulse-ops', 'src'),
      inRoot('plugins', 'tokpulse-ops', 'package.json'),
      inRoot('plugins', 'tokpulse-ops-common', 'src'),
      inRoot('plugins', 'tokpulse-ops-common', 'package.json'),
    ],
    [appConfiguration()],
  );
}

/** Builds the frontend if its sources changed since the last build. */
export async function buildFrontend() {
  if (isStamped(stampFile, sourcesHash())) {
    return;
  }
  await exclusively('frontend-build', async () => {
    const hash = sourcesHash();
    if (isStamped(stampFile, hash)) {
      return;
    }
    await step('Building the frontend (about half a minute)', () =>
      run({
        name: 'frontend-build',
        command: process.execPath,
        args: [yarnFile(), 'workspace', 'app', 'build'],
        env: { ...process.env, NODE_ENV: 'production' },
      }),
    );
    stamp(stampFile, hash);
  });
}
