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

/** What the keeper is told to run. */
export interface KeeperOrder {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Output of the server is appended here. */
  readonly logFile: string;
  /** The signal that asks the server to end in order. */
  readonly stopSignal: 'SIGINT' | 'SIGTERM';
  /** Added to the environment of the server. */
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
}

/** What the keeper tells about the server. */
export type KeeperReport =
  | { readonly type: 'started'; readonly pid: number }
  | { readonly type: 'failed'; readonly message: string }
  | {
      readonly type: 'exited';
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
    };

/** Narrows a message of the channel, on which the module hook also talks. */
export function isKeeperReport(message: unknown): message is KeeperReport {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    (message.type === 'started' ||
      message.type === 'failed' ||
      message.type === 'exited')
  );
}
