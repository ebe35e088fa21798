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

import TextField, {
  type OutlinedTextFieldProps,
} from '@material-ui/core/TextField';
import { useId } from 'react';

export type TextInputProps = Omit<
  OutlinedTextFieldProps,
  'id' | 'variant' | 'size' | 'fullWidth' | 'onChange' | 'value'
> & {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
};

/** As `inputRef`: the field that somebody who opened a dialog came for. */
export function focusAtOnce(element: HTMLElement | null): void {
  element?.focus();
}

/** A field for text, tied to its label. */
export const TextInput = ({ onText, ...props }: TextInputProps) => (
  <TextField
    // Without an id the label belongs to nothing.
    id={useId()}
    variant="outlined"
    size="small"
    fullWidth
    onChange={event => onText(event.target.value)}
    {...props}
  />
);
