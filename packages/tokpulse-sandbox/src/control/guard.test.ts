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

import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { refusal } from './guard';

function request(headers: Record<string, string>): IncomingMessage {
  return Object.assign(new IncomingMessage(new Socket()), { headers });
}

describe('refusal', () => {
  it.each([
    [{ host: '127.0.0.1:4000' }],
    [{ host: 'localhost:4000' }],
    [{ host: '[::1]:4000' }],
    [{ host: '127.0.0.1:4000', origin: 'http://127.0.0.1:4000' }],
    [{ host: '127.0.0.1:4000', 'sec-fetch-site': 'none' }],
  ])('lets the operator in: %j', headers => {
    expect(refusal(request(headers))).toBeUndefined();
  });

  it.each([
    [{ host: 'evil.example' }],
    [{ host: '127.0.0.1.evil.example:4000' }],
    [{}],
    [{ host: '127.0.0.1:4000', origin: 'https://evil.example' }],
    [{ host: '127.0.0.1:4000', origin: 'http://127.0.0.1:5000' }],
    [{ host: '127.0.0.1:4000', origin: 'null' }],
    [{ host: '127.0.0.1:4000', 'sec-fetch-site': 'cross-site' }],
    [{ host: '127.0.0.1:4000', 'sec-fetch-site': 'same-site' }],
  ])('keeps other sites out: %j', headers => {
    expect(refusal(request(headers))).toMatch(/./);
  });
});
