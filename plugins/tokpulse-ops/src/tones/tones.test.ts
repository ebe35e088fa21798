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

import { createTheme, getContrastRatio } from '@material-ui/core/styles';
import { quietText, sunken, type Tone, tonesOf } from './tones';

const allTones: readonly Tone[] = [
  'critical',
  'warning',
  'ok',
  'active',
  'neutral',
];

/** WCAG 2.2 AA: 1.4.3 for text, 1.4.11 for lines that carry meaning. */
const TEXT = 4.5;
const LINE = 3;

const schemes = [
  { type: 'light', paper: '#ffffff', page: '#f8f8f8' },
  { type: 'dark', paper: '#424242', page: '#333333' },
] as const;

describe.each(schemes)('colours in $type', ({ type, paper, page }) => {
  const theme = createTheme({ palette: { type } });
  const tones = tonesOf(theme);

  it.each(allTones)(
    '%s text can be read on its surface, paper and page',
    tone => {
      for (const background of [tones[tone].surface, paper, page]) {
        expect(
          getContrastRatio(tones[tone].text, background),
        ).toBeGreaterThanOrEqual(TEXT);
      }
    },
  );

  it.each(allTones)('%s lines stand out from paper and page', tone => {
    for (const background of [paper, page]) {
      expect(
        getContrastRatio(tones[tone].line, background),
      ).toBeGreaterThanOrEqual(LINE);
    }
  });

  it('quiet text can be read everywhere', () => {
    for (const background of [paper, page, sunken(theme)]) {
      expect(
        getContrastRatio(quietText(theme), background),
      ).toBeGreaterThanOrEqual(TEXT);
    }
  });

  it('text of a tone can be read among log lines', () => {
    for (const tone of allTones) {
      expect(
        getContrastRatio(tones[tone].text, sunken(theme)),
      ).toBeGreaterThanOrEqual(TEXT);
    }
  });
});
