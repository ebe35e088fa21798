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

import { YAMLException } from 'js-yaml';
import type { ProblemCode } from '../problems';

/** What is wrong with a block, and the character where. */
export interface YamlFault {
  readonly code: Extract<
    ProblemCode,
    'invalid-yaml' | 'unsupported-yaml' | 'duplicate-key' | 'invalid-value'
  >;
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}

/** A fault, in one line. */
export function yamlFault(
  code: YamlFault['code'],
  offset: number,
  message: string,
  fix: string,
): YamlFault {
  return { code, offset, message, fix };
}

/** The fault that something thrown by the parser stands for. */
export function faultOfError(error: unknown): YamlFault {
  if (!(error instanceof YAMLException)) {
    return yamlFault(
      'invalid-yaml',
      0,
      'The block cannot be read',
      'Simplify it',
    );
  }
  const { reason, mark } = error;
  return yamlFault(
    'invalid-yaml',
    mark?.position ?? 0,
    `The YAML is not valid: ${reason}`,
    'Check indentation, colons and quotes; put texts with : # { [ in quotes',
  );
}
