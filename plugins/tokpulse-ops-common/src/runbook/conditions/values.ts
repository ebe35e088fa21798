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

import type { JsonObject, JsonValue } from '@backstage/types';
import {
  celList,
  celMap,
  isCelList,
  isCelMap,
  isCelUint,
  type CelInput,
  type CelList,
  type CelMap,
  type CelValue,
} from '@bufbuild/cel';
import { setOwn } from '../ownProperty';
import { conditionBounds } from './bounds';
import { Meter, TooComplexError } from './Meter';

/**
 * Own properties of a JSON object as the map that CEL reads, converted when
 * they are read: a condition costs what it looks at, not what a step returned.
 */
class OwnProperties implements ReadonlyMap<string, CelInput> {
  readonly #object: JsonObject;
  readonly #read: (value: JsonValue) => CelInput;

  constructor(object: JsonObject, read: (value: JsonValue) => CelInput) {
    this.#object = object;
    this.#read = read;
  }

  get size(): number {
    return Object.keys(this.#object).length;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  get(key: string): CelInput | undefined {
    if (typeof key !== 'string' || !Object.hasOwn(this.#object, key)) {
      return undefined;
    }
    const value = this.#object[key];
    return value === undefined ? undefined : this.#read(value);
  }

  *entries(): MapIterator<[string, CelInput]> {
    for (const key of Object.keys(this.#object)) {
      const value = this.get(key);
      if (value !== undefined) {
        yield [key, value];
      }
    }
  }

  *keys(): MapIterator<string> {
    yield* Object.keys(this.#object);
  }

  *values(): MapIterator<CelInput> {
    for (const [, value] of this.entries()) {
      yield value;
    }
  }

  [Symbol.iterator](): MapIterator<[string, CelInput]> {
    return this.entries();
  }

  forEach(
    callback: (
      value: CelInput,
      key: string,
      map: ReadonlyMap<string, CelInput>,
    ) => void,
  ): void {
    for (const [key, value] of this.entries()) {
      callback(value, key, this);
    }
  }
}

/**
 * Makes a reader of JSON for one evaluation. Whole numbers become CEL ints and
 * the others doubles; every object and list is converted at most once.
 */
export function createJsonReader(): (value: JsonValue) => CelInput {
  const converted = new Map<object, CelMap | CelList>();

  function convert(value: JsonObject | JsonValue[]): CelMap | CelList {
    if (!Array.isArray(value)) {
      return celMap(new OwnProperties(value, read));
    }
    if (value.length > conditionBounds.reachableListLength) {
      throw new TooComplexError(
        `reads a list of ${value.length} items; the limit is ${conditionBounds.reachableListLength}`,
      );
    }
    Meter.current.charge(value.length);
    return celList(value.map(item => read(item ?? null)));
  }

  function read(value: JsonValue): CelInput {
    switch (typeof value) {
      case 'boolean':
      case 'string':
        return value;
      case 'number':
        return Number.isSafeInteger(value) ? BigInt(value) : value;
      case 'object': {
        if (value === null) {
          return null;
        }
        const known = converted.get(value);
        if (known !== undefined) {
          return known;
        }
        const made = convert(value);
        converted.set(value, made);
        return made;
      }
      default:
        throw new Error(`A ${typeof value} is not a JSON value`);
    }
  }
  return read;
}

/** The JSON of a value that a condition produced. Throws when it has none. */
export function celToJson(value: CelValue): JsonValue {
  Meter.current.charge(1);
  if (
    value === null ||
    typeof value === 'boolean' ||
    typeof value === 'string'
  ) {
    return value;
  }
  if (typeof value === 'bigint' || isCelUint(value)) {
    return numberOf(typeof value === 'bigint' ? value : value.value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) {
      throw new Error(`${value} is not a JSON number`);
    }
    return value;
  }
  if (isCelList(value)) {
    return Array.from(value, celToJson);
  }
  if (isCelMap(value)) {
    const object: JsonObject = {};
    for (const [key, item] of value) {
      setOwn(object, String(isCelUint(key) ? key.value : key), celToJson(item));
    }
    return object;
  }
  throw new Error('A bytes, type, time or duration value is not JSON');
}

function numberOf(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new Error(`${value} is too large for a JSON number`);
  }
  return number;
}
