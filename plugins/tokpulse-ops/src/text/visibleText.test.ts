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

import { visibleJson, visibleText } from './visibleText';

describe('visibleText', () => {
  it('removes colours and cursor movements of a terminal', () => {
    expect(
      visibleText('\u001b[1;31mFATAL\u001b[0m out of memory\u001b[2K'),
    ).toBe('FATAL out of memory');
  });

  it('removes terminal links, which can lie about where they lead', () => {
    expect(
      visibleText('\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007'),
    ).toBe('click');
  });

  it('shows characters that reorder text instead of obeying them', () => {
    expect(visibleText('amount \u202E0001\u202C')).toBe(
      'amount ⟨U+202E⟩0001⟨U+202C⟩',
    );
    expect(visibleText('a\u2066b\u2069')).toBe('a⟨U+2066⟩b⟨U+2069⟩');
  });

  it('shows characters that take no room', () => {
    expect(visibleText('pay\u200Bpal\uFEFF')).toBe('pay⟨U+200B⟩pal⟨U+FEFF⟩');
  });

  it('shows control characters as their pictures and keeps tabs and lines', () => {
    expect(visibleText('a\u0000b\tc\nd\u0008')).toBe('a␀b\tc\nd␈');
  });

  it('shows a carriage return that would overwrite a line, not one at its end', () => {
    expect(visibleText('10%\r100%')).toBe('10%␍100%');
    expect(visibleText('done\r')).toBe('done');
    expect(visibleText('one\r\ntwo')).toBe('one\ntwo');
  });

  it('leaves ordinary text in any script as it is', () => {
    const text = 'Größe – 100 % ✓ 你好 مرحبا';
    expect(visibleText(text)).toBe(text);
  });
});

describe('visibleJson', () => {
  it('indents, and shows what is hidden inside strings', () => {
    expect(visibleJson({ name: 'a\u202Eb' })).toBe(
      '{\n  "name": "a⟨U+202E⟩b"\n}',
    );
  });

  it('is empty for a value that JSON does not know', () => {
    expect(visibleJson(undefined)).toBe('');
  });
});
