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

/** JSON with the keys of objects in order: the same value is the same text. */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    // Every event passes here, so nothing is copied that need not be.
    let properties = '';
    for (const key of Object.keys(value).sort()) {
      const item = value[key];
      if (item !== undefined) {
        const comma = properties === '' ? '' : ',';
        properties += `${comma}${JSON.stringify(key)}:${canonicalJson(item)}`;
      }
    }
    return `{${properties}}`;
  }
  return JSON.stringify(value);
}
