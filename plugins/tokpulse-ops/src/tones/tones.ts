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

import { alpha, type Theme } from '@material-ui/core/styles';

/** How much something wants attention. Never the only signal: a word goes with it. */
export type Tone = 'critical' | 'warning' | 'ok' | 'active' | 'neutral';

/** Text and surface colours of a tone; each pair has a contrast of at least 4.5:1. */
export interface ToneColours {
  readonly text: string;
  readonly surface: string;
  readonly line: string;
}

const light: Readonly<Record<Tone, ToneColours>> = {
  critical: { text: '#a81d14', surface: '#fdecea', line: '#d93a2f' },
  warning: { text: '#7a4a00', surface: '#fff4e0', line: '#c77700' },
  ok: { text: '#12652f', surface: '#e6f5eb', line: '#2c9a54' },
  active: { text: '#0b559c', surface: '#e8f2fd', line: '#2f80cf' },
  neutral: { text: '#50565e', surface: '#f0f1f3', line: '#858c95' },
};

const dark: Readonly<Record<Tone, ToneColours>> = {
  critical: { text: '#ffb8b1', surface: '#592a28', line: '#f4746a' },
  warning: { text: '#ffd18a', surface: '#54401d', line: '#e0a03c' },
  ok: { text: '#98e0b0', surface: '#23452f', line: '#57b87a' },
  active: { text: '#a9d1ff', surface: '#27405c', line: '#6aa9ec' },
  neutral: { text: '#d4d6d9', surface: '#505356', line: '#9a9fa5' },
};

/** The colours of every tone in the theme's light or dark. */
export function tonesOf(
  theme: Pick<Theme, 'palette'>,
): Readonly<Record<Tone, ToneColours>> {
  return theme.palette.type === 'dark' ? dark : light;
}

/** Secondary text with a contrast of at least 4.5:1 on page and paper. */
export function quietText(theme: Pick<Theme, 'palette'>): string {
  return theme.palette.type === 'dark' ? '#c9cccf' : '#595f67';
}

/** A line between things, visible in light and dark. */
export function hairline(theme: Pick<Theme, 'palette'>): string {
  return theme.palette.type === 'dark'
    ? alpha('#ffffff', 0.18)
    : alpha('#000000', 0.14);
}

/** The surface behind code, logs and other quoted text. */
export function sunken(theme: Pick<Theme, 'palette'>): string {
  return theme.palette.type === 'dark' ? '#2b2b2b' : '#f5f6f7';
}

/** Font of code, commands, log lines. */
export const monospace =
  'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace';
