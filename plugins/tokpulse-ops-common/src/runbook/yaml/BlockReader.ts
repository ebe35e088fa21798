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

import type { JsonValue } from '@backstage/types';
import type { YamlBlock } from '../markdown/document';
import type { Finding } from '../problems';
import { readYaml, type YamlResult } from './readYaml';

/** A place in a file, 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The way to a value in a block. */
export type BlockPath = readonly PropertyKey[];

/** A YAML block with its value, and the places of what is in it. */
export class BlockReader {
  readonly value: JsonValue;
  /** What is wrong with the YAML; the value is null then. */
  readonly findings: readonly Finding[];
  readonly #block: YamlBlock;
  /** Read again with positions, once a place is asked for: few blocks are. */
  #located: YamlResult | undefined;

  static read(block: YamlBlock): BlockReader {
    return new BlockReader(block);
  }

  private constructor(block: YamlBlock) {
    this.#block = block;
    const result = readYaml(block.text);
    this.value = result.ok ? result.value : null;
    this.findings = result.ok
      ? []
      : result.faults.map(({ offset, ...fault }) => ({
          ...fault,
          ...this.#placeOf(offset),
        }));
  }

  /** The place of the line that opens the block. */
  get opening(): Place {
    return { line: this.#block.line + 1, column: 1 };
  }

  /** The place of a value, or of the nearest one around it that is there. */
  placeOfValue(path: BlockPath): Place {
    return this.#find(path, 'value');
  }

  /** The place of a key, or of the nearest one around it that is there. */
  placeOfKey(path: BlockPath): Place {
    return this.#find(path, 'key');
  }

  #find(path: BlockPath, what: 'key' | 'value'): Place {
    this.#located ??= readYaml(this.#block.text, { trackPositions: true });
    if (!this.#located.ok) {
      return this.opening;
    }
    const { positions, value } = this.#located;
    let node: unknown = value;
    let offset: number | undefined;
    for (const [index, segment] of path.entries()) {
      if (typeof node !== 'object' || node === null) {
        break;
      }
      const name = Array.isArray(node) ? Number(segment) : String(segment);
      const position = positions.get(node)?.get(name);
      if (position === undefined) {
        break;
      }
      offset = index === path.length - 1 ? position[what] : position.key;
      node = Reflect.get(node, name);
    }
    return offset === undefined ? this.opening : this.#placeOf(offset);
  }

  #placeOf(offset: number): Place {
    const before = this.#block.text.slice(0, offset);
    const lineBreaks = before.split('\n').length - 1;
    const column = offset - (before.lastIndexOf('\n') + 1);
    return {
      line: this.#block.line + 2 + lineBreaks,
      column: column + (this.#block.offsets[lineBreaks] ?? 0) + 1,
    };
  }
}
