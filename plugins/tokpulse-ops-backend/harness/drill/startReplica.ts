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

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { FromReplica, ReplicaOptions, ToReplica } from './messages';

/** Where a drive is, in a replica. */
export type At = Extract<FromReplica, { kind: 'at' }>;

/** A replica in a process of its own. */
export interface Replica {
  readonly name: string;
  /** Makes it drive runs. */
  open(): Promise<void>;
  /** Kills it without warning. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a replica that stands by; resolves when everything is loaded.
 *
 * @param options - `goesOn`: asked at each failpoint; false leaves the drive
 * there until the process ends
 */
export async function startReplica(
  options: ReplicaOptions & {
    readonly goesOn: (at: At) => Promise<boolean>;
  },
): Promise<Replica> {
  const { goesOn, ...given } = options;
  const child = fork(resolve(__dirname, 'replicaProcess.ts'), [], {
    execArgv: [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
    ],
    env: { ...process.env, DRILL_REPLICA_OPTIONS: JSON.stringify(given) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const send = (message: ToReplica) => {
    if (child.connected) {
      child.send(message);
    }
  };
  child.on('message', async (message: FromReplica) => {
    if (message.kind === 'at' && (await goesOn(message))) {
      send({ kind: 'go-on', number: message.number });
    }
  });
  const exited = once(child, 'exit');
  await next(child, 'loaded');
  return {
    name: options.replica,
    async open() {
      const opened = next(child, 'open');
      send({ kind: 'open' });
      await opened;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async close() {
      send({ kind: 'close' });
      await exited;
    },
  };
}

/** The next message of a kind; fails when the process ends before. */
async function next(
  child: ChildProcess,
  kind: FromReplica['kind'],
): Promise<void> {
  await new Promise<void>((resolvePromise, reject) => {
    const done = () => {
      child.off('message', onMessage);
      child.off('exit', onExit);
    };
    function onMessage(message: FromReplica) {
      if (message.kind === kind) {
        done();
        resolvePromise();
      }
    }
    function onExit(code: number | null, signal: string | null) {
      done();
      reject(new Error(`The replica ended: ${code ?? signal}`));
    }
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}
