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

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stringifyError } from '@backstage/errors';
import {
  actionListSchema,
  type ActionDescriptor,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** The list of actions that was named is not there, or is something else. */
export class ActionsNotReadError extends Error {
  constructor(name: string, because: string) {
    super(
      `The actions of "${name}" could not be read: ${because}. It takes what GET /api/tokpulse-ops/actions answers`,
    );
    this.name = 'ActionsNotReadError';
  }
}

/**
 * Reads the actions of a portal, as `GET /actions` answers them.
 *
 * @param options - `name`: of a file, or `-` for standard input
 * @throws {@link ActionsNotReadError}
 */
export async function readActions(options: {
  readonly name: string;
  readonly workingDirectory: string;
  readonly readInput: () => Promise<string>;
}): Promise<readonly ActionDescriptor[]> {
  const { name, workingDirectory, readInput } = options;
  try {
    const text =
      name === '-'
        ? await readInput()
        : await readFile(path.resolve(workingDirectory, name), 'utf8');
    const list = actionListSchema.safeParse(JSON.parse(text));
    if (list.success) {
      return list.data.items;
    }
    const [issue] = list.error.issues;
    throw new Error(`${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  } catch (error) {
    throw new ActionsNotReadError(name, stringifyError(error));
  }
}
