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

/** Keys whose text is a credential, in sections of ours and of others. */
const SECRET_KEY =
  /(token|secret|password|passwd|passphrase|credential|authorization|api[-_]?key|private[-_]?key|access[-_]?key|webhook)/i;
const NOT_SECRET_KEY = /(type|id|name|prefix)$/i;

/**
 * Every credential in a service's configuration: values of keys that are called
 * like one, and URLs that carry a password, together with their parts, since a
 * client may print any of them.
 */
export function secretValues(configuration: JsonObject): readonly string[] {
  const found = new Set<string>();
  collect(configuration, '', found);
  return [...found].filter(secret => secret.trim() !== '');
}

function collect(value: JsonValue, key: string, found: Set<string>): void {
  if (typeof value === 'string') {
    if (SECRET_KEY.test(key) && !NOT_SECRET_KEY.test(key)) {
      found.add(value);
    }
    for (const part of partsOfUrl(value)) {
      found.add(part);
    }
  } else if (Array.isArray(value)) {
    value.forEach(item => collect(item, key, found));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      if (item !== undefined) {
        collect(item, name, found);
      }
    }
  }
}

function partsOfUrl(text: string): readonly string[] {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) {
    return [];
  }
  const inQuery = [...url.searchParams]
    .filter(([name]) => /^(password|sslpassword|token)$/i.test(name))
    .map(([, value]) => value);
  if (url.password === '') {
    return inQuery.length > 0 ? [text, ...inQuery] : [];
  }
  const password = decoded(url.password);
  return [
    text,
    url.password,
    password,
    `${url.username}:${url.password}`,
    `${decoded(url.username)}:${password}`,
    ...inQuery,
  ];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
