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

import {
  CelScalar,
  celFunc,
  celList,
  celMethod,
  isCelList,
  isCelMap,
  listType,
  type CelFunc,
  type CelInput,
  type CelList,
  type CelValue,
} from '@bufbuild/cel';
import { conditionBounds } from './bounds';
import { charactersPerUnit, chargeText, checkListLength } from './charges';
import { equals } from './equality';
import { Meter, TooComplexError } from './Meter';
import { compilePattern } from './patterns';

const { BOOL, DOUBLE, DYN, INT, STRING } = CelScalar;
const LIST = listType(DYN);

/** Guards the list or map of a comprehension; no user can write this name. */
export const boundedFunction = '@bounded';
/** The empty list that `map` and `filter` collect into. */
export const collectorFunction = '@collector';
/** Adds to such a list in place. */
export const collectFunction = '@collect';
/** Guards the text of a conversion such as `timestamp("…")`. */
export const shortFunction = '@short';

function isIn(value: CelValue, list: CelList): boolean {
  checkListLength(list.size);
  for (const item of list) {
    if (equals(value, item)) {
      return true;
    }
  }
  return false;
}

/**
 * The arrays behind the lists that comprehensions collect into. The library
 * would concatenate, which takes quadratic time and a stack as deep as the list.
 */
const collected = new WeakMap<CelList, CelInput[]>();

function collector(): CelList {
  const items: CelInput[] = [];
  const list = celList(items);
  collected.set(list, items);
  return list;
}

function collect(list: CelList, added: CelList): CelList {
  collected.get(list)?.push(...added);
  return list;
}

function concatenateLists(left: CelList, right: CelList): CelInput[] {
  const size = left.size + right.size;
  checkListLength(size);
  Meter.current.charge(1 + size / charactersPerUnit);
  return [...left, ...right];
}

function concatenateTexts(left: string, right: string): string {
  if (left.length + right.length > conditionBounds.textLength) {
    throw new TooComplexError(
      `builds a text of more than ${conditionBounds.textLength} characters`,
    );
  }
  chargeText(left, right);
  return left + right;
}

function characterCount(text: string): bigint {
  chargeText(text);
  Meter.current.charge(text.length / 8);
  let count = 0;
  for (let index = 0; index < text.length; count++) {
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  }
  return BigInt(count);
}

function matches(text: string, pattern: string): boolean {
  const compiled = compilePattern(pattern);
  // A backtracking-free engine still needs up to one step per instruction and
  // character.
  Meter.current.charge((text.length * compiled.programSize) / 2);
  return compiled.test(text);
}

/** The library takes "" for 0. */
function intOf(text: string): bigint {
  if (!/^-?\d{1,18}$/.test(text)) {
    throw new Error(`"${text.slice(0, 40)}" is not a whole number`);
  }
  return BigInt(text);
}

/** The library takes "" for 0 and any other text for NaN, which compares false. */
function doubleOf(text: string): number {
  if (!/^-?\d{1,40}(\.\d{1,40})?([eE][+-]?\d{1,3})?$/.test(text)) {
    throw new Error(`"${text.slice(0, 40)}" is not a number`);
  }
  return Number(text);
}

function bounded(range: CelValue, nodes: bigint): CelInput {
  if (isCelList(range) || isCelMap(range)) {
    checkListLength(range.size);
    Meter.current.charge(range.size * Number(nodes));
    return range;
  }
  throw new Error('exists, all, map and filter need a list or a map');
}

function short(value: CelValue): CelInput {
  if (typeof value === 'string') {
    Meter.current.charge(16);
    if (value.length > 64) {
      throw new TooComplexError('converts a text of more than 64 characters');
    }
  }
  return value;
}

type Compare = (left: string, right: string) => boolean;
const comparisons: Readonly<Record<string, Compare>> = {
  '_<_': (left, right) => left < right,
  '_<=_': (left, right) => left <= right,
  '_>_': (left, right) => left > right,
  '_>=_': (left, right) => left >= right,
};

type Calculate = (left: number, right: number) => number;
const calculations: Readonly<Record<string, Calculate>> = {
  '_+_': (left, right) => left + right,
  '_-_': (left, right) => left - right,
  '_*_': (left, right) => left * right,
  '_/_': (left, right) => left / right,
};

type Search = (text: string, part: string) => boolean;
const searches: Readonly<Record<string, Search>> = {
  contains: (text, part) => text.includes(part),
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
};

/**
 * Replacements for the functions of the library whose cost depends on values,
 * and for those that answer where an error is due. The mixed calculations are
 * ours: a JSON number is an int or a double by chance (90 or 90.5), so
 * `output.usagePercent / 2.0` must not depend on today's reading.
 */
export const conditionFunctions: CelFunc[] = [
  celFunc(boundedFunction, [DYN, INT], DYN, bounded),
  celFunc(collectorFunction, [], LIST, collector),
  celFunc(collectFunction, [LIST, LIST], LIST, collect),
  celFunc(shortFunction, [DYN], DYN, short),
  celFunc('_==_', [DYN, DYN], BOOL, equals),
  celFunc('_!=_', [DYN, DYN], BOOL, (left, right) => !equals(left, right)),
  celFunc('@in', [DYN, LIST], BOOL, isIn),
  celFunc('_+_', [LIST, LIST], LIST, (left, right) =>
    celList(concatenateLists(left, right)),
  ),
  celFunc('_+_', [STRING, STRING], STRING, concatenateTexts),
  celFunc('size', [STRING], INT, characterCount),
  celMethod('size', STRING, [], INT, function size() {
    return characterCount(this);
  }),
  celMethod('matches', STRING, [STRING], BOOL, function match(pattern) {
    return matches(this, pattern);
  }),
  celFunc('int', [STRING], INT, intOf),
  celFunc('double', [STRING], DOUBLE, doubleOf),
  ...Object.entries(comparisons).map(([name, compare]) =>
    celFunc(name, [STRING, STRING], BOOL, (left, right) => {
      chargeText(left, right);
      return compare(left, right);
    }),
  ),
  ...Object.entries(calculations).flatMap(([name, calculate]) => [
    celFunc(name, [INT, DOUBLE], DOUBLE, (left, right) =>
      calculate(Number(left), right),
    ),
    celFunc(name, [DOUBLE, INT], DOUBLE, (left, right) =>
      calculate(left, Number(right)),
    ),
  ]),
  ...Object.entries(searches).map(([name, search]) =>
    celMethod(name, STRING, [STRING], BOOL, function find(part) {
      chargeText(this, part);
      return search(this, part);
    }),
  ),
];
