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

import type { JsonObject } from '@backstage/types';
import { types } from 'pg';

const TIMESTAMP = 1114;
const TIMESTAMP_TZ = 1184;
const INT8 = 20;
const NUMERIC = 1700;
/** Types whose text is better than what the driver makes of it. */
const AS_TEXT = new Set([1082, 1083, 1266, 1186, 1115, 1182, 1185, 1187]);

const isoOf = (text: string, zone: string): string => {
  const time = new Date(`${text.replace(' ', 'T')}${zone}`);
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
};

const numberOrText = (text: string): number | string => {
  const digits = text.replace(/^-|\./g, '').replace(/^0+/, '').length;
  const value = Number(text);
  return Number.isFinite(value) && digits <= 15 ? value : text;
};

/**
 * Parsers of one query. A `timestamp` holds UTC in TokPulse, while the driver
 * would read it as local time; whole and exact numbers become numbers where
 * they fit, and stay texts where they would lose digits.
 */
export const rowTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    switch (oid) {
      case TIMESTAMP:
        return (text: string) => isoOf(text, 'Z');
      case TIMESTAMP_TZ:
        return (text: string) =>
          isoOf(text.replace(/([+-]\d\d)$/, '$1:00'), '');
      case INT8:
      case NUMERIC:
        return numberOrText;
      default:
        return AS_TEXT.has(oid)
          ? (text: string) => text
          : types.getTypeParser(oid, format);
    }
  },
};

/** A row as JSON: whatever the driver made that JSON has no word for is told as text. */
export function jsonRow(row: Record<string, unknown>): JsonObject {
  return JSON.parse(
    JSON.stringify(row, function plain(key, value: unknown) {
      const original: unknown = this[key];
      if (Buffer.isBuffer(original)) {
        return `\\x${original.toString('hex')}`;
      }
      if (typeof original === 'number' && !Number.isFinite(original)) {
        return String(original);
      }
      return typeof value === 'bigint' ? value.toString() : value;
    }),
  );
}
