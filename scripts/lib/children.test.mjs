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
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Child, run } from './children.mjs';
import { Failure } from './progress.mjs';
import { waitFor } from './wait.mjs';

function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    // A process nobody has waited for yet is gone for our purposes.
    return !/\) [ZX] /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

test('stopping a child stops what it started, even if that ignores SIGTERM', async t => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'children-test-'));
  t.after(() => fs.rmSync(dir, { recursive: true }));
  const pidFile = path.join(dir, 'pid');
  const child = new Child({
    name: 'test-group',
    command: 'sh',
    args: [
      '-c',
      `(trap '' TERM; sh -c 'echo $PPID' > '${pidFile}'; while :; do sleep 1; done) & wait`,
    ],
  });
  const grandchild = await waitFor({
    what: 'The grandchild',
    timeoutMs: 10_000,
    attempt: async () =>
      fs.existsSync(pidFile) && Number(fs.readFileSync(pidFile, 'utf8')),
  });
  assert.equal(isAlive(grandchild), true);

  await child.stop();

  await waitFor({
    what: 'The end of the grandchild',
    timeoutMs: 5_000,
    attempt: async () => !isAlive(grandchild),
  });
  assert.equal(child.alive, false);
});

test('a failing command shows the end of its output', async () => {
  await assert.rejects(
    run({
      name: 'test-failing',
      command: 'sh',
      args: ['-c', 'echo the reason >&2; exit 3'],
    }),
    error =>
      error instanceof Failure &&
      error.message.includes('the reason') &&
      error.message.includes('exit code 3'),
  );
});

test('a command that does not exist is a failure, not a crash', async () => {
  await assert.rejects(
    run({ name: 'test-missing', command: 'no-such-command-here' }),
    /ENOENT/,
  );
});
