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

import { wellFormed } from '../steps/json';

/**
 * What PostgreSQL refuses inside a jsonb text: NUL, and half of a surrogate
 * pair. `JSON.stringify` writes both as escapes.
 */
const UNSTORABLE = /\\u0000|\\u[dD][89a-fA-F][0-9a-fA-F]{2}/;

/**
 * JSON that a jsonb column takes; what it would refuse becomes U+FFFD, so that
 * one odd byte in a provider's answer cannot fail a write.
 */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  return UNSTORABLE.test(text) ? JSON.stringify(value, clean) : text;
}

function clean(_key: string, value: unknown): unknown {
  if (typeof value === 'string') {
    return cleanText(value);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [cleanText(key), item]),
    );
  }
  return value;
}

function cleanText(text: string): string {
  return wellFormed(text.replaceAll('\u0000', '\ufffd'));
}
