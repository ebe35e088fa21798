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

import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  isRunbookPath,
  MAX_RUNBOOK_BYTES,
  MAX_RUNBOOKS,
  type RunbookFile,
  type RunbookSource,
} from './RunbookSource';

interface KnownFile extends RunbookFile {
  readonly version: string;
}

/**
 * Runbooks in a directory and below it. A file is read again when its size or
 * one of its times has changed; symbolic links are followed, since mounted
 * configuration is made of them.
 */
export class DirectorySource implements RunbookSource {
  readonly name: string;
  readonly #directory: string;
  #known: ReadonlyMap<string, KnownFile> = new Map();

  /** `directory` is absolute. */
  constructor(options: { readonly directory: string }) {
    this.#directory = options.directory;
    this.name = `directory ${options.directory}`;
  }

  async read(): Promise<readonly RunbookFile[]> {
    const paths = await this.#list();
    const files = await Promise.all(paths.map(path => this.#readFile(path)));
    const known = files.filter(file => file !== undefined);
    this.#known = new Map(known.map(file => [file.path, file]));
    return known;
  }

  async #list(): Promise<readonly string[]> {
    const entries = await readdir(this.#directory, { recursive: true });
    const paths = entries
      .map(entry => entry.split(sep).join('/'))
      // `..data` and the like hold the same files once more.
      .filter(path => !path.split('/').some(part => part.startsWith('.')))
      .filter(isRunbookPath)
      .sort();
    if (paths.length > MAX_RUNBOOKS) {
      throw new Error(
        `${this.#directory} holds ${
          paths.length
        } Markdown files; the limit is ${MAX_RUNBOOKS}`,
      );
    }
    return paths;
  }

  async #readFile(path: string): Promise<KnownFile | undefined> {
    const file = join(this.#directory, path);
    const found = await stat(file).catch(error => {
      // Removed since the directory was listed.
      if (isErrorWithCode(error, 'ENOENT')) {
        return undefined;
      }
      throw error;
    });
    if (found === undefined) {
      return undefined;
    }
    const { size, mtimeMs, ctimeMs, ino } = found;
    const version = [size, mtimeMs, ctimeMs, ino].join(' ');
    const known = this.#known.get(path);
    if (known?.version === version) {
      return known;
    }
    if (size > MAX_RUNBOOK_BYTES) {
      throw new Error(
        `${relative(
          this.#directory,
          file,
        )} has ${size} bytes; the limit is ${MAX_RUNBOOK_BYTES}`,
      );
    }
    return { path, version, source: await readFile(file, 'utf8') };
  }
}

function isErrorWithCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
