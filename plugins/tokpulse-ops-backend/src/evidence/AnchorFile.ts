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

import { createReadStream } from 'node:fs';
import { mkdir, open, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { isError } from '@backstage/errors';
import { checkpointSchema, isAuthentic, type Checkpoint } from './Checkpoint';

/** More than the longest line; the last one is found within it. */
const TAIL_BYTES = 1024 * 1024;

/** The end of the file as this process last saw it. */
interface Tail {
  readonly bytes: number;
  readonly last: Checkpoint | undefined;
  /** The last line was cut off by a crash; what follows needs a line of its own. */
  readonly torn: boolean;
}

/** The checkpoints of the database are not those that the file goes on with. */
export class BrokenAnchorError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenAnchorError';
  }
}

/**
 * An append-only file with a checkpoint a line, as JSON: what somebody who owns
 * the database cannot change. Each replica keeps a whole one of its own, or all
 * share one; a checkpoint that is there twice does no harm.
 */
export class AnchorFile {
  readonly path: string;
  #tail: Tail | undefined;

  constructor(options: { readonly path: string }) {
    this.path = options.path;
  }

  /** The newest checkpoint in the file; undefined when it has none. */
  async last(): Promise<Checkpoint | undefined> {
    return (await this.#readTail()).last;
  }

  /**
   * Appends checkpoints that follow the last one, and makes them durable.
   *
   * @throws BrokenAnchorError when they do not follow it
   */
  async append(checkpoints: readonly Checkpoint[]): Promise<void> {
    const { last, torn } = await this.#readTail();
    let before = last;
    for (const checkpoint of checkpoints) {
      if (
        checkpoint.number !== (before?.number ?? 0) + 1 ||
        checkpoint.previous !== (before?.mac ?? null)
      ) {
        throw new BrokenAnchorError(
          `Checkpoint ${checkpoint.number} of the database does not follow checkpoint ${before?.number} of ${this.path}`,
        );
      }
      before = checkpoint;
    }
    const lines = checkpoints.map(one => `${JSON.stringify(one)}\n`).join('');
    await mkdir(dirname(this.path), { recursive: true });
    const file = await open(this.path, 'a', 0o640);
    try {
      await file.appendFile(torn ? `\n${lines}` : lines);
      await file.sync();
      this.#tail = {
        bytes: (await file.stat()).size,
        last: before,
        torn: false,
      };
    } finally {
      await file.close();
    }
  }

  /**
   * The checkpoints in the file that were written by this installation.
   *
   * @param containing - only lines with this text, such as the id of a run
   */
  async *read(options: {
    readonly key: Buffer;
    readonly containing?: string;
  }): AsyncGenerator<Checkpoint, void, undefined> {
    if ((await sizeOf(this.path)) === 0) {
      return;
    }
    const lines = createInterface({
      input: createReadStream(this.path, 'utf8'),
      crlfDelay: Infinity,
    });
    for await (const line of lines) {
      if (line.includes(options.containing ?? '')) {
        const checkpoint = parseLine(line);
        if (checkpoint && isAuthentic(options.key, checkpoint)) {
          yield checkpoint;
        }
      }
    }
  }

  /** Somebody else may append to a shared file. */
  async #readTail(): Promise<Tail> {
    const bytes = await sizeOf(this.path);
    if (this.#tail?.bytes !== bytes) {
      this.#tail = await readTail(this.path, bytes);
    }
    return this.#tail;
  }
}

async function readTail(path: string, bytes: number): Promise<Tail> {
  if (bytes === 0) {
    return { bytes, last: undefined, torn: false };
  }
  const file = await open(path, 'r');
  try {
    const text = await readEnd(file, bytes);
    const last = text
      .split('\n')
      .reverse()
      .map(parseLine)
      .find(checkpoint => checkpoint !== undefined);
    if (last === undefined && bytes > TAIL_BYTES) {
      throw new BrokenAnchorError(`${path} does not end with checkpoints`);
    }
    return { bytes, last, torn: !text.endsWith('\n') };
  } finally {
    await file.close();
  }
}

async function readEnd(file: FileHandle, bytes: number): Promise<string> {
  const length = Math.min(bytes, TAIL_BYTES);
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, bytes - length);
  return buffer.toString('utf8');
}

/** Undefined for a line that is no checkpoint, such as one that a crash cut off. */
function parseLine(line: string): Checkpoint | undefined {
  try {
    return checkpointSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isError(error) && error.code === 'ENOENT') {
      return 0;
    }
    throw error;
  }
}
