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

import type { JSX } from 'react';

/** `steps_one` and `steps_other` are one message with a count. */
type BaseKey<TKey extends string> = TKey extends `${infer TBase}_${
  | 'one'
  | 'other'}`
  ? TBase
  : TKey;

/** The names in `{{name}}`. */
type Names<TMessage extends string> =
  TMessage extends `${string}{{${infer TName}}}${infer TRest}`
    ? TName | Names<TRest>
    : never;

type Values<TNames extends string, TValue> = {
  readonly [TName in TNames]: TName extends 'count' ? number : TValue;
};

/** By base key, what has to be given to the message. */
type NamesByKey<TMessages extends Record<string, string>> = {
  [TKey in keyof TMessages & string as BaseKey<TKey>]:
    | Names<TMessages[TKey]>
    | (TKey extends `${string}_${'one' | 'other'}` ? 'count' : never);
};

type Arguments<TNames extends string, TValue> = [TNames] extends [never]
  ? []
  : [values: Values<TNames, TValue>];

interface TextByKey<TNames extends Record<string, string>> {
  <TKey extends keyof TNames & string>(
    key: TKey,
    ...values: Arguments<TNames[TKey], string>
  ): string;
  /** With an element among the values. */
  <TKey extends keyof TNames & string>(
    key: TKey,
    ...values: Arguments<TNames[TKey], string | JSX.Element>
  ): JSX.Element;
}

/**
 * The translation function for these messages, with the values that each of
 * them asks for. It checks the same as Backstage's own type, which instantiates
 * all messages at every call, so that its cost grows with their number squared.
 * Messages that name others (`$t(…)`) and formats are not known to it.
 */
export type TextOf<TMessages extends Record<string, string>> = TextByKey<
  NamesByKey<TMessages>
>;
