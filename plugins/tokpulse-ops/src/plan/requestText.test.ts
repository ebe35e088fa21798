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

import { requestText } from './requestText';

const request = {
  kind: 'request',
  method: 'POST',
  url: 'https://x.example/',
} as const;

describe('requestText', () => {
  it('is one line without a body', () => {
    expect(requestText({ ...request, method: 'GET' })).toBe(
      'GET https://x.example/',
    );
  });

  it('shows a body as JSON', () => {
    expect(requestText({ ...request, body: { a: 1 } })).toBe(
      'POST https://x.example/\n{\n  "a": 1\n}',
    );
    expect(requestText({ ...request, body: ['query'] })).toBe(
      'POST https://x.example/\n[\n  "query"\n]',
    );
  });

  it('shows GraphQL with its lines, then its variables', () => {
    const body = { query: 'query {\n  me\n}\n', variables: { id: 'x' } };

    expect(requestText({ ...request, body })).toBe(
      'POST https://x.example/\nquery {\n  me\n}\n\n{\n  "variables": {\n    "id": "x"\n  }\n}',
    );
  });
});
