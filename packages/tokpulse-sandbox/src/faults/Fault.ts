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

/** Names of the faults that can be induced. */
export const faultNames = [
  'crash',
  'memory-leak',
  'slow-database',
  'pool-exhausted',
  'rate-limited',
  'redis-down',
  'bad-deploy',
  'always-503',
  'provider-errors',
  'provider-slow',
  'lost-reply',
  'stripe-down',
  'expired-stripe-key',
] as const;

export type FaultName = (typeof faultNames)[number];

/** Settings of a fault, from the body of the request that induces it. */
export type FaultSettings = Readonly<Record<string, unknown>>;

/** One way in which the world can be broken, and how it is made whole. */
export interface Fault {
  readonly name: FaultName;
  readonly title: string;
  /** What happens, and how one sees it. */
  readonly description: string;
  /** What an operator does about it. */
  readonly cure: string;
  /** Whether the fault is there now; a cure ends it as well as `clear`. */
  isActive(): boolean;
  /** Resolves when the fault has its effect. Doing it twice is doing it once. */
  induce(settings: FaultSettings): Promise<void>;
  /** Resolves when its effect is gone. */
  clear(): Promise<void>;
}

/** A setting that a fault does not understand. */
export class FaultSettingsError extends Error {}

/** Reads a whole number, which may be 0, from the settings. */
export function countSetting(
  settings: FaultSettings,
  name: string,
  options: { readonly otherwise: number; readonly most: number },
): number {
  const value = settings[name] ?? options.otherwise;
  if (
    typeof value !== 'number' ||
    !Number.isInteger(value) ||
    value < 0 ||
    value > options.most
  ) {
    throw new FaultSettingsError(
      `"${name}" must be a whole number from 0 to ${options.most}`,
    );
  }
  return value;
}

/** Reads a number from the settings. */
export function numberSetting(
  settings: FaultSettings,
  name: string,
  otherwise: number,
): number {
  const value = settings[name] ?? otherwise;
  if (typeof value !== 'number' || !(value > 0)) {
    throw new FaultSettingsError(`"${name}" must be a number above 0`);
  }
  return value;
}
