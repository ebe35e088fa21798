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

/** Faults that happen inside a process of TokPulse. */
export const inducedFaultNames = [
  'crash',
  'memory-leak',
  'pool-exhausted',
  'rate-limited',
] as const;
export type InducedFaultName = (typeof inducedFaultNames)[number];

/** What the platform tells a process of TokPulse. */
export interface FaultOrder {
  readonly type: 'fault';
  readonly name: InducedFaultName;
  readonly active: boolean;
  readonly settings?: Readonly<Record<string, number>>;
}

/** What a process of TokPulse tells the platform. */
export type HostReport =
  | { readonly type: 'listening'; readonly port: number }
  | {
      readonly type: 'fault';
      readonly name: InducedFaultName;
      readonly active: boolean;
    };

export function isFaultOrder(message: unknown): message is FaultOrder {
  return isTyped(message) && message.type === 'fault';
}

/** Narrows a message of the channel, on which the module hook also talks. */
export function isHostReport(message: unknown): message is HostReport {
  return (
    isTyped(message) &&
    (message.type === 'listening' || message.type === 'fault')
  );
}

function isTyped(message: unknown): message is { type: unknown } {
  return typeof message === 'object' && message !== null && 'type' in message;
}
