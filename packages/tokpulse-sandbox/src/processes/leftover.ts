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

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { waitFor } from './waitFor';

const run = promisify(execFile);

/** The command line of a process, or undefined when there is no such process. */
async function commandOf(pid: number): Promise<string | undefined> {
  try {
    const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return raw.replaceAll('\0', ' ');
  } catch {
    // No /proc outside Linux, and none for a process that is gone.
  }
  if (process.platform === 'linux') {
    return undefined;
  }
  try {
    const { stdout } = await run('ps', ['-o', 'command=', '-p', `${pid}`]);
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Ends a process of an earlier instance that was killed with -9.
 *
 * Process ids are reused: only a process whose command line contains `marker`
 * (a path inside our own data directory) is touched.
 */
export async function endLeftover(options: {
  pid: number;
  marker: string;
  signal: NodeJS.Signals;
}): Promise<void> {
  const { pid, marker, signal } = options;
  const command = await commandOf(pid);
  if (!command?.includes(marker)) {
    return;
  }
  for (const next of [signal, 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(pid, next);
    } catch {
      return;
    }
    const gone = await waitFor(() => !isAlive(pid), { withinMs: 4_000 }).then(
      () => true,
      () => false,
    );
    if (gone) {
      return;
    }
  }
}
