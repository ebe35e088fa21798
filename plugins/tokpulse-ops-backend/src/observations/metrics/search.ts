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

import type { MetricSampleView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

type Searched = Pick<MetricSampleView, 'name' | 'labels'>;

const LABEL = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/;

/**
 * A search by words: each must be in the name, in the name of a label or in
 * its value, in any case; `label=value` asks for a label with exactly this
 * value, `label="value"` too.
 */
export function searchOf(text: string): (sample: Searched) => boolean {
  const terms = words(text).map(termOf);
  return sample => terms.every(fits => fits(sample));
}

/** Split at spaces, but not within quotes. */
function words(text: string): readonly string[] {
  return text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
}

function termOf(word: string): (sample: Searched) => boolean {
  const [, label, value] = LABEL.exec(word) ?? [];
  if (label !== undefined) {
    const wanted = withoutQuotes(value).toLowerCase();
    return ({ labels }) =>
      Object.entries(labels).some(
        ([name, has]) =>
          name.toLowerCase() === label.toLowerCase() &&
          has.toLowerCase() === wanted,
      );
  }
  const part = withoutQuotes(word).toLowerCase();
  return ({ name, labels }) =>
    [name, ...Object.entries(labels).flat()].some(text =>
      text.toLowerCase().includes(part),
    );
}

function withoutQuotes(text: string): string {
  return text.replace(/"/g, '');
}
