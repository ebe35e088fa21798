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
import type { EngineProcessOptions, FromEngine, ToEngine } from './messages';

/** A replica of the engine in a process of its own. */
export interface EngineProcess {
  readonly replica: string;
  /** Runs whose drive stopped at their failpoint so far. */
  stopped(): readonly string[];
  /** Kills it without warning. */
  kill(): Promise<void>;
  /** Stops it in the middle of everything, as a frozen machine would. */
  freeze(): void;
  /** Lets it run again, and its stopped drives go on. */
  thaw(): void;
  /** Makes it follow a run as a page would. */
  follow(runId: string): Promise<void>;
  /** Bytes of heap after a collection. */
  heapUsed(): Promise<number>;
  /** Shuts it down as a deployment would. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

/** Starts a replica; resolves when it drives runs. */
export async function startEngineProcess(
  options: Omit<EngineProcessOptions, 'armed'> & { readonly armed?: boolean },
): Promise<EngineProcess> {
  const child = fork(resolve(__dirname, 'engineProcess.ts'), [], {
    execArgv: [
      '--expose-gc',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
    ],
    env: {
      ...process.env,
      ENGINE_PROCESS_OPTIONS: JSON.stringify({ armed: false, ...options }),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const stopped: string[] = [];
  child.on('message', (message: FromEngine) => {
    if (message.kind === 'stopped') {
      stopped.push(message.runId);
    }
  });
  await next(child, 'ready');

  const send = (message: ToEngine) => child.send(message);
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const exited = once(child, 'exit');
  return {
    replica: options.replica,
    stopped: () => stopped,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    freeze() {
      child.kill('SIGSTOP');
    },
    thaw() {
      if (isAlive()) {
        child.kill('SIGCONT');
        send({ kind: 'continue' });
      }
    },
    async follow(runId) {
      send({ kind: 'follow', runId });
    },
    async heapUsed() {
      const answer = next(child, 'memory');
      send({ kind: 'memory' });
      return (await answer).heapUsed;
    },
    async close({ graceMs = 500 } = {}) {
      if (isAlive()) {
        send({ kind: 'close', graceMs });
        await exited;
      }
    },
  };
}

/** The next message of a kind; fails when the process ends before. */
async function next<TKind extends FromEngine['kind']>(
  child: ChildProcess,
  kind: TKind,
): Promise<Extract<FromEngine, { kind: TKind }>> {
  return new Promise((resolvePromise, reject) => {
    const done = () => {
      child.off('message', onMessage);
      child.off('exit', onExit);
    };
    function onMessage(message: FromEngine) {
      if (isKind(message, kind)) {
        done();
        resolvePromise(message);
      }
    }
    function onExit(code: number | null, signal: string | null) {
      done();
      reject(new Error(`The engine process ended: ${code ?? signal}`));
    }
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}

function isKind<TKind extends FromEngine['kind']>(
  message: FromEngine,
  kind: TKind,
): message is Extract<FromEngine, { kind: TKind }> {
  return message.kind === kind;
}
