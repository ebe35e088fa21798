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

import { createHmac } from 'node:crypto';
import type { JsonObject, JsonValue } from '@backstage/types';
import { secretValues } from './secretValues';

/**
 * Hex SHA-256 HMAC over a service's configuration. It changes when anything in
 * the configuration changes, credentials too, and gives none of them away:
 * whoever does not have the key cannot test a guess.
 */
export function fingerprint(configuration: JsonObject, key: string): string {
  const secrets = new Set(secretValues(configuration));
  const canonical = JSON.stringify(configuration, (_, value: JsonValue) => {
    if (typeof value === 'string' && secrets.has(value)) {
      return `hmac:${createHmac('sha256', key).update(value).digest('hex')}`;
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.fromEntries(
        Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
      );
    }
    return value;
  });
  return createHmac('sha256', key).update(canonical).digest('hex');
}
