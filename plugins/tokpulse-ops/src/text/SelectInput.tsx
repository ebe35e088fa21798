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

import TextField from '@material-ui/core/TextField';
import { useId } from 'react';

export interface SelectInputProps {
  readonly label: string;
  /** Id of the option, or '' for any. */
  readonly value: string;
  /** Says that nothing in particular is chosen. */
  readonly any: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
  readonly onChoice: (id: string | undefined) => void;
}

/** One of many or any; the platform's own control, so that a phone helps. */
export const SelectInput = (props: SelectInputProps) => {
  const { label, value, any, options, onChoice } = props;
  return (
    <TextField
      id={useId()}
      select
      SelectProps={{ native: true }}
      InputLabelProps={{ shrink: true }}
      variant="outlined"
      size="small"
      fullWidth
      label={label}
      value={value}
      onChange={event => onChoice(event.target.value || undefined)}
    >
      <option value="">{any}</option>
      {options.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </TextField>
  );
};
