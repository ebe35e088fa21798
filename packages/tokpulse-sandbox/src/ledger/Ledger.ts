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

/** What an operation did to the world. */
export type Effect = 'restart' | 'deploy' | 'rollback' | 'variables';

/** One effect that a provider performed. */
export interface LedgerEntry {
  readonly seq: number;
  /** When the provider accepted it; ISO 8601. */
  readonly at: string;
  readonly provider: 'railway';
  /** Name of the provider's operation, such as `deploymentRestart`. */
  readonly operation: string;
  readonly effect: Effect;
  /** Ids of what was touched. */
  readonly target: Readonly<Record<string, string>>;
  /** The request that asked for it; one request can have several effects. */
  readonly requestId: string;
  readonly result: 'accepted' | 'done' | 'failed';
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
  /** Whether the whole reply left for the caller; null until it is known. */
  readonly delivered: boolean | null;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Every effect at the sandbox's providers, in order. Tests count here, and not
 * in the answers, what has happened.
 */
export class Ledger {
  readonly #entries: Mutable<LedgerEntry>[] = [];
  #seq = 0;

  /** All entries, or those after a number. */
  entries(after = 0): readonly LedgerEntry[] {
    return this.#entries
      .filter(({ seq }) => seq > after)
      .map(entry => structuredClone(entry));
  }

  clear(): void {
    this.#entries.length = 0;
  }

  record(
    effect: Pick<
      LedgerEntry,
      'provider' | 'operation' | 'effect' | 'target' | 'requestId'
    > & { detail?: LedgerEntry['detail'] },
  ): RecordedEffect {
    this.#seq += 1;
    const entry: Mutable<LedgerEntry> = {
      ...effect,
      seq: this.#seq,
      at: new Date().toISOString(),
      detail: effect.detail ?? {},
      result: 'accepted',
      delivered: null,
    };
    this.#entries.push(entry);
    return {
      settle: (result, detail = {}) => {
        entry.result = result;
        entry.detail = { ...entry.detail, ...detail };
      },
      markDelivered: delivered => {
        entry.delivered = delivered;
      },
    };
  }
}

/** Lets the performer of an effect complete its entry. */
export interface RecordedEffect {
  settle(result: 'done' | 'failed', detail?: LedgerEntry['detail']): void;
  markDelivered(delivered: boolean): void;
}
