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

import { text } from 'node:stream/consumers';
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { runbooksCommand } from '../src/cli/runbooksCommand';

const silent = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silent,
};

runbooksCommand({
  args: process.argv.slice(2),
  workingDirectory: process.cwd(),
  write: words => process.stdout.write(words),
  writeError: words => process.stderr.write(words),
  readInput: () => text(process.stdin),
  createUrlReader: config => UrlReaders.default({ logger: silent, config }),
}).then(
  exitCode => {
    process.exitCode = exitCode;
  },
  error => {
    process.stderr.write(`${error}\n`);
    process.exitCode = 2;
  },
);
