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

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { test } from 'node:test';
import { inRoot, root } from './lib/paths.mjs';

const tracked = (...patterns) =>
  execFileSync('git', ['ls-files', '-z', '--', ...patterns], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter(name => name && fs.existsSync(inRoot(name)));

const read = name => fs.readFileSync(inRoot(name), 'utf8');

test('every source file begins with the licence', () => {
  const begin =
    '/*\n * Copyright 2026 The TokPulse Ops Authors\n *\n * Licensed under the Apache License, Version 2.0';
  // Jest reads its directives from the first comment of a file only.
  const directive = /^\/\*\*\n? \*? ?@jest-environment [^*]*\*\/\n+/;
  const without = tracked('*.ts', '*.tsx', '*.mjs', ':!.yarn').filter(
    name => !read(name).replace(directive, '').startsWith(begin),
  );
  assert.deepEqual(without, []);
});

test('the lock file names no host', () => {
  const lines = read('yarn.lock')
    .split('\n')
    .filter(line => /https?:\/\/|::__archiveUrl/.test(line));
  assert.deepEqual(lines, []);
});

test('every workspace has a role, the licence and the version of the others', () => {
  for (const name of tracked(
    'packages/*/package.json',
    'plugins/*/package.json',
  )) {
    const manifest = JSON.parse(read(name));
    assert.ok(manifest.backstage?.role, `${name} has no Backstage role`);
    assert.equal(manifest.license, 'Apache-2.0', name);
    assert.equal(
      manifest.version,
      JSON.parse(read('package.json')).version,
      name,
    );
  }
});
