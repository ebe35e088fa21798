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

import { isIP } from 'node:net';

/** What stands where an address of a person or a machine was. */
const HIDDEN = '[address]';

const E_MAIL = /[^\s@<>"',;]{1,64}@[^\s@<>"',;]{1,255}/g;
const ADDRESS_LIKE = /[0-9a-fA-F:.]{3,45}/g;

/** A text without IP addresses and e-mail addresses. */
export function withoutAddresses(text: string): string {
  return text
    .replace(E_MAIL, HIDDEN)
    .replace(ADDRESS_LIKE, found => (isAddress(found) ? HIDDEN : found));
}

function isAddress(text: string): boolean {
  // A sentence may end, or a port may follow, right behind an address.
  const bare = text.replace(/[.:]+$/, '');
  return (
    isIP(text) !== 0 ||
    isIP(bare) !== 0 ||
    isIP(bare.replace(/:\d{1,5}$/, '')) === 4
  );
}

/** A segment of a path that is a word of the application, or a placeholder. */
const WORD = /^:?[A-Za-z][A-Za-z_-]{0,39}\d{0,2}$/;
const MAX_SEGMENTS = 8;

/**
 * A path in which only words are left: whatever may be somebody's id, domain,
 * token or address becomes `:value`.
 */
export function safePath(path: string): string {
  const segments = path
    .replace(/[?#].*$/s, '')
    .split('/')
    .filter(segment => segment !== '')
    .slice(0, MAX_SEGMENTS)
    .map(segment => (WORD.test(segment) ? segment : ':value'));
  return `/${segments.join('/')}`;
}

/** Labels that say who was served, wherever they appear. */
const PRIVATE_LABEL =
  /^(.*_)?(ip|ips|addr|address|user_agent|useragent|agent|email|e_mail|mail|phone|query|sql|statement|token|secret|password|session|session_id|cookie|authorization|user|user_id|userid|username|customer|customer_id|first_name|last_name|full_name)$/i;
const MAX_LABELS = 20;
const MAX_LABEL = 200;

/** The labels of a metric without those that say who was served. */
export function withoutPrivateLabels(
  labels: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels)
      .filter(([name]) => !PRIVATE_LABEL.test(snakeCase(name)))
      .slice(0, MAX_LABELS)
      .map(([name, value]) => [
        name,
        withoutAddresses(value.slice(0, MAX_LABEL)),
      ]),
  );
}

function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
}
