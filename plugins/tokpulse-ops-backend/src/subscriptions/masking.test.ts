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

import { maskedEmail, maskedName, withoutEmails } from './masking';

describe('masking', () => {
  it.each([
    ['ava.moreno@acme.com', 'a…@acme.com'],
    ['Öz@acme.com', 'Ö…@acme.com'],
    ['"odd@local"@acme.com', '"…@acme.com'],
    ['x@acme.com', 'x…@acme.com'],
    ['no address at all', 'n…'],
    ['', '…'],
  ])('masks the address %s', (email, masked) => {
    expect(maskedEmail(email)).toBe(masked);
  });

  it.each([
    ['Ava Moreno', 'A. M.'],
    ['  ava   de la  cruz ', 'A. D. L. C.'],
    ['Ava', 'A.'],
    ['', ''],
  ])('masks the name %s', (name, masked) => {
    expect(maskedName(name)).toBe(masked);
  });

  it('takes addresses out of what people wrote', () => {
    expect(
      withoutEmails(
        'Ticket 4711 of ava@acme.com, <o.s@b.example>: "x@y" asked; 3 @ home',
      ),
    ).toBe('Ticket 4711 of [e-mail], <[e-mail]>: "[e-mail]" asked; 3 @ home');
  });
});
