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

import type SvgIcon from '@material-ui/core/SvgIcon';
import type { Tone } from './tones';

/** A state as a reader meets it: a word with an icon, and a colour besides. */
export interface Sign {
  readonly tone: Tone;
  readonly icon: typeof SvgIcon;
  readonly word: string;
  /** Explains the word on hover and to screen readers. */
  readonly hint?: string;
}
