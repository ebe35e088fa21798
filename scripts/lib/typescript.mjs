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
import { createRequire } from 'node:module';
import { inRoot } from './paths.mjs';

const fromRoot = createRequire(inRoot('package.json'));

/**
 * The arguments for Node that run a TypeScript file of this repository as it is:
 * the transform that the Backstage CLI uses for `package start`.
 *
 * @param {string} file
 * @param {readonly string[]} [args]
 */
export function typescriptArguments(file, args = []) {
  return [
    '--enable-source-maps',
    '--require',
    fromRoot.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
    // Without this, Node takes some of the program's own options for itself.
    '--',
    file,
    ...args,
  ];
}
