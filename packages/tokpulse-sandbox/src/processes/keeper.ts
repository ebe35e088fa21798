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

/*
 * The process between the sandbox and a server that is not ours (PostgreSQL,
 * Redis). Such a server would outlive a sandbox that is killed with -9; the
 * keeper notices, because its IPC channel closes, and stops the server.
 */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { KeeperOrder, KeeperReport } from './keeperMessages';

const graceMs = 5_000;

function report(message: KeeperReport): void {
  if (process.connected) {
    process.send?.(message);
  }
}

function letGo(): void {
  if (process.connected) {
    process.disconnect();
  }
}

function keep(order: KeeperOrder): void {
  const log = openSync(order.logFile, 'a', 0o600);
  const server = spawn(order.command, [...order.args], {
    cwd: order.cwd,
    uid: order.uid,
    gid: order.gid,
    env: { ...process.env, ...order.env },
    stdio: ['ignore', log, log],
  });

  let stopping = false;
  const stop = () => {
    if (!stopping) {
      stopping = true;
      server.kill(order.stopSignal);
      setTimeout(() => server.kill('SIGQUIT'), graceMs).unref();
      setTimeout(() => server.kill('SIGKILL'), 2 * graceMs).unref();
    }
  };

  process.once('disconnect', stop);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The parent may have gone before anybody listened.
  if (!process.connected) {
    stop();
  }

  server.once('spawn', () => {
    if (server.pid !== undefined) {
      report({ type: 'started', pid: server.pid });
    }
  });
  server.once('error', error => {
    report({ type: 'failed', message: error.message });
    process.exitCode = 1;
    process.removeListener('disconnect', stop);
    letGo();
  });
  server.once('exit', (code, signal) => {
    report({ type: 'exited', code, signal });
    process.removeListener('disconnect', stop);
    letGo();
  });
}

process.once('message', message => keep(message as KeeperOrder));
