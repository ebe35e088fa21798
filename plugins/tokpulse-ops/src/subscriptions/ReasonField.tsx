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

import { TextInput } from '../text/TextInput';
import { useText } from '../translation';

const LEAST = 5;
const MOST = 500;

/** Whether a reason says enough to be kept in the audit log. */
export function isReason(text: string): boolean {
  return text.trim().length >= LEAST;
}

export interface ReasonFieldProps {
  readonly label?: string;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly inputRef?: (element: HTMLElement | null) => void;
}

/** Why somebody looks at personal data; kept with their name. */
export const ReasonField = (props: ReasonFieldProps) => {
  const { label, reason, onReason, inputRef } = props;
  const t = useText();
  const tooShort = reason !== '' && !isReason(reason);
  return (
    <TextInput
      required
      label={label ?? t('lookUp.reason')}
      value={reason}
      onText={onReason}
      error={tooShort}
      helperText={tooShort ? t('lookUp.reasonShort') : t('lookUp.reasonHint')}
      inputRef={inputRef}
      inputProps={{ maxLength: MOST }}
    />
  );
};
