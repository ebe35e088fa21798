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

import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { bundleHash, renderBundle, type BundleContent } from './renderBundle';

/** How soon a changed runbook is in the file. */
const LOOK_MS = 5_000;

/** What the shelf holds now, and whether every source has been read once. */
export interface BundleState {
  readonly content: BundleContent;
  readonly complete: boolean;
}

/** Keeps a file with all runbooks where it is found when the portal is not. */
export class BundleFile {
  readonly #path: string;
  readonly #read: () => Promise<BundleState>;
  readonly #logger: LoggerService;
  readonly #lookMs: number;
  #written: string | undefined;
  #failure: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #look: Promise<void> = Promise.resolve();
  #busy = false;

  constructor(options: {
    /** Absolute. */
    readonly path: string;
    readonly read: () => Promise<BundleState>;
    readonly logger: LoggerService;
    readonly lookMs?: number;
  }) {
    this.#path = options.path;
    this.#read = options.read;
    this.#logger = options.logger;
    this.#lookMs = options.lookMs ?? LOOK_MS;
  }

  open(): void {
    this.#look = this.refresh();
    this.#timer = setInterval(() => {
      if (!this.#busy) {
        this.#look = this.refresh();
      }
    }, this.#lookMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#look;
  }

  /** Writes the file when a runbook has changed. Never throws. */
  async refresh(): Promise<void> {
    this.#busy = true;
    try {
      const { content, complete } = await this.#read();
      const hash = bundleHash(content);
      // A source that was never read would be missing in the file.
      if (complete && hash !== this.#written) {
        await writeWhole(this.#path, renderBundle(content, new Date()));
        this.#written = hash;
      }
      this.#failure = undefined;
    } catch (error) {
      const failure = `The offline bundle could not be written to ${
        this.#path
      }: ${stringifyError(error)}`;
      if (failure !== this.#failure) {
        this.#logger.error(failure);
      }
      this.#failure = failure;
    } finally {
      this.#busy = false;
    }
  }
}

/** Whoever opens the file finds the old one or the new one, whole. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  try {
    const file = await open(part, 'w', 0o644);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
