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

import fc from 'fast-check';
import { safeFileName } from './fileName';

describe('safeFileName', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['Ausgabe von gestern.txt', 'Ausgabe von gestern.txt'],
    ['スクリーンショット.png', 'スクリーンショット.png'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system.ini', 'system.ini'],
    ['%2e%2e%2fpasswd', '_2e_2e_2fpasswd'],
    ['a\u0000b.txt', 'ab.txt'],
    ['a\r\nSet-Cookie: x=1.txt', 'aSet-Cookie_ x=1.txt'],
    ['a"; filename="b.html', 'a__ filename=_b.html'],
    ['invoice\u202egnp.exe', 'invoicegnp.exe'],
    ['\u2066hidden\u2069\u200b.txt', 'hidden.txt'],
    ['\u06d6\u0000\u0f71', '\u0f71\u06d6'],
    ['.htaccess', 'htaccess'],
    ['..', 'evidence'],
    ['/', 'evidence'],
    ['\u0007', 'evidence'],
  ])('makes %j into %j', (name, expected) => {
    expect(safeFileName(name)).toBe(expected);
  });

  it('shortens a long name and keeps its extension', () => {
    const name = safeFileName(`${'x'.repeat(500)}.json`);
    expect(name).toHaveLength(120);
    expect(name.endsWith('.json')).toBe(true);
  });

  it('leaves nothing that could leave a folder, a header or a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), name => {
        const safe = safeFileName(name);
        expect(safe).not.toMatch(/[\\/"'\p{Cc}\p{Cf}\u2028\u2029]/u);
        expect(safe).not.toMatch(/^\.|\.$/);
        expect(safe).not.toBe('');
        expect([...safe].length).toBeLessThanOrEqual(120);
        expect(safeFileName(safe)).toBe(safe);
      }),
      { numRuns: 1_000 },
    );
  });
});
