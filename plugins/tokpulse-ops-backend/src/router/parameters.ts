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

import { NotFoundError } from '@backstage/errors';
import { withProblem } from '../problems';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** What each path parameter looks like; nothing else reaches a store. */
const patterns: ReadonlyMap<string, RegExp> = new Map([
  ['run', UUID],
  ['plan', UUID],
  ['approval', UUID],
  ['review', UUID],
  ['file', UUID],
  ['incident', UUID],
  ['service', NAME],
  ['runbook', NAME],
  ['step', NAME],
  ['subscription', NAME],
  ['customer', NAME],
  ['kind', NAME],
  ['namespace', NAME],
  ['name', NAME],
]);

/** Throws the `NotFoundError` of an id that cannot exist. */
export function checkParameters(
  parameters: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (!patterns.get(name)?.test(value)) {
      throw withProblem(
        new NotFoundError(`There is no ${name} '${value.slice(0, 200)}'`),
        { code: `no-such-${name}`, nextStep: 'Check the address' },
      );
    }
  }
}
