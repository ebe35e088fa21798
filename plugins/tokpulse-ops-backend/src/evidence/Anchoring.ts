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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { isConnectionError } from '../runs/connectionErrors';
import type { AnchorFile } from './AnchorFile';
import { BrokenAnchorError } from './AnchorFile';
import type { CheckpointStore } from './CheckpointStore';

const COPIED_AT_ONCE = 100;

/**
 * Takes checkpoints at intervals and copies them to where the owner of the
 * database does not reach: the anchor file and the log.
 */
export class Anchoring {
  readonly #store: CheckpointStore;
  readonly #file: AnchorFile | undefined;
  readonly #logger: LoggerService;
  readonly #intervalMs: number;
  readonly #reported = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #busy = false;

  constructor(options: {
    readonly store: CheckpointStore;
    readonly file?: AnchorFile;
    readonly logger: LoggerService;
    readonly intervalMs: number;
  }) {
    this.#store = options.store;
    this.#file = options.file;
    this.#logger = options.logger;
    this.#intervalMs = options.intervalMs;
  }

  open(): void {
    this.#timer = setInterval(() => {
      if (!this.#busy) {
        this.#round = this.round();
      }
    }, this.#intervalMs);
  }

  /** Anchors what happened until now, as far as the database can be reached. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
    await this.round();
  }

  /** Takes a checkpoint and anchors what is not anchored yet. Never throws. */
  async round(): Promise<void> {
    this.#busy = true;
    try {
      await this.#take();
      await this.#copy();
    } catch (error) {
      if (!isConnectionError(error)) {
        this.#report(
          `Evidence could not be anchored: ${stringifyError(error)}`,
        );
      }
    } finally {
      this.#busy = false;
    }
  }

  async #take(): Promise<void> {
    for (;;) {
      const { checkpoint, ranBack, more } = await this.#store.take();
      for (const runId of ranBack) {
        this.#report(
          `The events of run ${runId} end before, or differ from, what was anchored of them; find out who changed the database`,
        );
      }
      if (checkpoint !== undefined) {
        const { number, mac, at, heads } = checkpoint;
        // The log is the second witness: keep it where others cannot write.
        this.#logger.info(
          `Evidence checkpoint ${number} of ${heads.length} runs at ${at}: ${mac}`,
        );
      }
      if (!more) {
        return;
      }
    }
  }

  /** Every replica copies all of them, whoever took them. */
  async #copy(): Promise<void> {
    const file = this.#file;
    if (file === undefined) {
      return;
    }
    for (;;) {
      const last = (await file.last())?.number ?? 0;
      const next = await this.#store.after(last, COPIED_AT_ONCE);
      if (next.length === 0) {
        const known = await this.#store.lastNumber();
        if (known < last) {
          throw new BrokenAnchorError(
            `The database knows checkpoints up to ${known}, and ${file.path} up to ${last}; after a restored backup, move the file away`,
          );
        }
        return;
      }
      await file.append(next);
    }
  }

  /** Once: it is the same every few seconds. */
  #report(message: string): void {
    if (!this.#reported.has(message)) {
      this.#reported.add(message);
      this.#logger.error(message);
    }
  }
}
