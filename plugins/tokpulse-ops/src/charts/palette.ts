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

import type { Theme } from '@material-ui/core/styles';

const light = [
  '#1f6fc4',
  '#b3470f',
  '#0f7a6c',
  '#8a3fc0',
  '#5d6570',
  '#a3174f',
];
const dark = ['#6ab0f3', '#f0a35e', '#4fc6b4', '#c79bf2', '#b5bac1', '#f28cb1'];

/**
 * Colours of lines: told apart by people who see few colours, each with a
 * contrast of at least 3:1 on the paper of its theme.
 */
export function lineColour(
  theme: Pick<Theme, 'palette'>,
  index: number,
): string {
  const colours = theme.palette.type === 'dark' ? dark : light;
  return colours[index % colours.length];
}
