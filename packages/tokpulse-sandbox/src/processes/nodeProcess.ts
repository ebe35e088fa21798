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

import { ChildProcess, spawn } from 'node:child_process';

/** The module hook that `backstage-cli package start` uses to run TypeScript. */
const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');

export interface NodeProcessOptions {
  /** Absolute path of a TypeScript module. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** The whole environment of the child; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Flags of Node and V8. */
  readonly nodeFlags?: readonly string[];
  readonly output: 'pipe' | 'inherit';
}

/**
 * Starts a TypeScript module as a process of its own, with an IPC channel.
 *
 * The child leads its own process group, so that Ctrl-C in a terminal reaches
 * only the sandbox, which then stops its children in order. A child finds out
 * about a parent that was killed by the closing of the channel.
 */
export function spawnNode(options: NodeProcessOptions): ChildProcess {
  return spawn(
    process.execPath,
    [
      ...(options.nodeFlags ?? []),
      '--enable-source-maps',
      '--require',
      transform,
      options.entry,
      ...(options.args ?? []),
    ],
    {
      env: { ...options.env },
      detached: true,
      stdio: ['ignore', options.output, options.output, 'ipc'],
    },
  );
}
