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

import type { Preview } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { visibleJson } from '../text/visibleText';

type RequestPreview = Extract<Preview, { kind: 'request' }>;
type Body = RequestPreview['body'];

function bodyText(body: Body): string {
  if (body === undefined) {
    return '';
  }
  const isObject =
    typeof body === 'object' && body !== null && !Array.isArray(body);
  if (isObject && typeof body.query === 'string') {
    // GraphQL is a text with lines, which JSON would hide.
    const { query, ...rest } = body;
    return `${query.trim()}\n\n${visibleJson(rest)}`;
  }
  return visibleJson(body);
}

/** A request as a person reads it: method, address, body. */
export function requestText(preview: RequestPreview): string {
  return [`${preview.method} ${preview.url}`, bodyText(preview.body)]
    .filter(part => part !== '')
    .join('\n');
}
