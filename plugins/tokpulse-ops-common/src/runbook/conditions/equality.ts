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
  celEnv,
  isCelList,
  isCelMap,
  isCelUint,
  type CelList,
  type CelMap,
  type CelValue,
} from '@bufbuild/cel';
import { chargeText, checkListLength } from './charges';
import { Meter } from './Meter';

const standardEquality = celEnv().funcs.find('_==_');

/** CEL equality, charged by what it compares. */
export function equals(left: CelValue, right: CelValue): boolean {
  Meter.current.charge(1);
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length !== right.length) {
      return false;
    }
    chargeText(left);
    return left === right;
  }
  const a = isCelUint(left) ? left.value : left;
  const b = isCelUint(right) ? right.value : right;
  if (isNumeric(a) && isNumeric(b)) {
    return equalNumbers(a, b);
  }
  if (isCelList(left)) {
    return isCelList(right) && equalLists(left, right);
  }
  if (isCelMap(left)) {
    return isCelMap(right) && equalMaps(left, right);
  }
  return left === right || equalTimes(left, right);
}

/** Times and durations are small: the library's equality will do. */
function equalTimes(left: CelValue, right: CelValue): boolean {
  return (
    typeof left === 'object' &&
    typeof right === 'object' &&
    standardEquality?.call(0, undefined, [left, right]) === true
  );
}

function isNumeric(value: unknown): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

/** CEL compares int and double by their value. */
function equalNumbers(left: bigint | number, right: bigint | number): boolean {
  if (typeof left === typeof right) {
    return left === right;
  }
  const [whole, other] =
    typeof left === 'bigint' ? [left, right] : [right, left];
  return Number.isInteger(other) && BigInt(other) === whole;
}

function equalLists(left: CelList, right: CelList): boolean {
  if (left.size !== right.size) {
    return false;
  }
  checkListLength(left.size);
  for (let index = 0; index < left.size; index++) {
    const a = left.get(index);
    const b = right.get(index);
    if (a === undefined || b === undefined || !equals(a, b)) {
      return false;
    }
  }
  return true;
}

function equalMaps(left: CelMap, right: CelMap): boolean {
  if (left.size !== right.size) {
    return false;
  }
  checkListLength(left.size);
  for (const [key, value] of left) {
    const other = right.get(key);
    if (other === undefined || !equals(value, other)) {
      return false;
    }
  }
  return true;
}
