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

const nulls = /^(?:null|Null|NULL|~|)$/;
const booleans = /^(?:true|True|TRUE|false|False|FALSE)$/;
const integers = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const floats = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/;

/** A plain scalar with the type of the core schema of YAML 1.2, or a fault. */
export type PlainScalar =
  | { readonly ok: true; readonly value: string | number | boolean | null }
  | { readonly ok: false; readonly message: string };

/** Resolves an unquoted scalar: null, boolean, number, or else text. */
export function resolvePlainScalar(text: string): PlainScalar {
  if (nulls.test(text)) {
    return { ok: true, value: null };
  }
  if (booleans.test(text)) {
    return { ok: true, value: text.toLowerCase() === 'true' };
  }
  if (notFinite.test(text)) {
    return { ok: false, message: `${text} is not a number that JSON knows` };
  }
  if (integers.test(text)) {
    return toNumber(text, Number(text));
  }
  if (floats.test(text)) {
    return toNumber(text, Number(text));
  }
  return { ok: true, value: text };
}

function toNumber(text: string, value: number): PlainScalar {
  const exact = !Number.isInteger(value) || Number.isSafeInteger(value);
  if (Number.isFinite(value) && (exact || !integers.test(text))) {
    // The sum turns -0, which JSON does not know, into 0.
    return { ok: true, value: value + 0 };
  }
  return { ok: false, message: `${text} is too large for a number` };
}
