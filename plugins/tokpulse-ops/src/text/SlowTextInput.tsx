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

import { useEffect, useRef, useState } from 'react';
import { TextInput } from './TextInput';

const PAUSE_MS = 350;

export interface SlowTextInputProps {
  readonly label: string;
  readonly value: string;
  readonly maxLength: number;
  readonly onText: (text: string) => void;
}

/** A field that tells its text when the reader pauses, not with every key. */
export const SlowTextInput = (props: SlowTextInputProps) => {
  const { label, value, maxLength, onText } = props;
  const [text, setText] = useState(value);
  const told = useRef(value);
  const tell = useRef(onText);
  tell.current = onText;

  useEffect(() => {
    // Changed from outside, such as by a button that clears it.
    if (value !== told.current) {
      told.current = value;
      setText(value);
    }
  }, [value]);

  useEffect(() => {
    if (text === told.current) {
      return undefined;
    }
    const timer = setTimeout(() => {
      told.current = text;
      tell.current(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <TextInput
      type="search"
      label={label}
      value={text}
      onText={setText}
      inputProps={{ maxLength }}
    />
  );
};
