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

import { safeImage, safeLink } from './safeLink';

describe('safeLink', () => {
  it.each([
    'https://status.example/incidents',
    'http://10.0.0.1/',
    'mailto:ops@example.com',
    '/catalog/default/component/tokpulse-partner-app',
    '#restart',
  ])('keeps %s', href => {
    expect(safeLink(href)).toBe(href);
  });

  const script = 'javascript';
  it.each([
    `${script}:alert(1)`,
    ' JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    'vbscript:msgbox(1)',
    'data:text/html,<script>alert(1)</script>',
    'blob:https://portal.example/1',
    'file:///etc/passwd',
    'http://[',
  ])('drops %j', href => {
    expect(safeLink(href)).toBe('');
  });

  it('drops an address relative to the file of the runbook', () => {
    expect(safeLink('health-monitoring.md')).toBe('');
    expect(safeLink('../README.md')).toBe('');
  });
});

describe('safeImage', () => {
  it('keeps pictures on the web only', () => {
    expect(safeImage('https://img.example/a.png')).toBe(
      'https://img.example/a.png',
    );
    expect(safeImage('data:image/svg+xml,<svg onload="x()"/>')).toBe('');
    expect(safeImage('/api/proxy/x')).toBe('');
  });
});
