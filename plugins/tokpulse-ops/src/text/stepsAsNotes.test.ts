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

import { stepsAsNotes } from './stepsAsNotes';

const note = (step: { name: string; action: string }) =>
  `[${step.name}|${step.action}]`;

describe('stepsAsNotes', () => {
  it('replaces a step block by its note and keeps the text around it', () => {
    const body = [
      'Before',
      '```yaml step',
      'id: restart',
      "name: 'Restart the partner app'",
      'action: railway:restart',
      'input:',
      '  name: inner',
      '```',
      'After',
    ].join('\n');

    expect(stepsAsNotes(body, note)).toBe(
      'Before\n[Restart the partner app|railway:restart]\nAfter',
    );
  });

  it('leaves other blocks alone, also those that quote a step block', () => {
    const body = [
      '````markdown',
      '```yaml step',
      'id: x',
      '```',
      '````',
      '```bash',
      'railway status',
      '```',
    ].join('\n');

    expect(stepsAsNotes(body, note)).toBe(body);
  });

  it('ends with the text when a block is never closed', () => {
    expect(stepsAsNotes('A\n```yaml step\nname: B\naction: c', note)).toBe(
      'A\n[B|c]',
    );
  });
});
