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

import type { Problem } from './types';

/**
 * Every code of a `Problem`, and what it means.
 *
 * @public
 */
export const problemCodes = {
  'too-large': 'The file, a block or its nesting is beyond the limits',
  'missing-front-matter': 'The file does not begin with front matter',
  'unclosed-fence': 'Front matter or a step block has no end',
  'step-fence': 'A code block looks like a step, but is none',
  'invalid-yaml': 'A block is not valid YAML',
  'unsupported-yaml': 'A block uses YAML that a runbook may not use',
  'duplicate-key': 'A key is there twice',
  'unknown-key': 'A key is not part of the format',
  'missing-key': 'A key that has to be there is missing',
  'missing-owner': 'The runbook has no owner',
  'invalid-value': 'A value has the wrong type or form',
  'invalid-duration': 'A duration is not one',
  'duplicate-step': 'Two steps have the same id',
  'duplicate-runbook': 'Two runbooks have the same file name',
  'no-steps': 'The runbook has no step',
  'unknown-action': 'No action has this id',
  'invalid-input': 'The input does not fit the action',
  'invalid-inputs-schema': 'inputs is not a JSON Schema',
  'invalid-condition': 'An expression is not valid',
  'invalid-template': 'A template does not hold a path',
  'unknown-reference': 'An expression or template reads what does not exist',
  'forward-reference': 'A step reads a step that runs later',
  'unguarded-reference': 'A step reads a step that may have been skipped',
  'loosened-effect': 'A step claims a weaker effect than its action has',
  'retried-once': 'A step that must not happen twice is retried',
  'changing-verify': 'verify polls an action that changes something',
  'unverified-step': 'A changing step has neither verify nor a reason',
  'unconfirmed-step':
    'A changing step has neither confirm nor approval nor a reason',
  'missing-manual': 'A changing step has no manual command',
  'templated-field': 'A field that is never templated holds a template',
  'invalid-jump': 'onFailure leads to no later step',
  'unknown-service': 'No service has this name',
  'literal-secret': 'A secret stands in the text',
  'dead-link': 'A relative link leads nowhere',
} as const;

/**
 * A code of a `Problem`.
 *
 * @public
 */
export type ProblemCode = keyof typeof problemCodes;

/** A problem of one file, before it has the file's path. */
export type Finding = Omit<Problem, 'path' | 'code' | 'severity'> & {
  readonly code: ProblemCode;
  readonly severity?: Problem['severity'];
};

/** Gives findings their path, and the order of the text. */
export function toProblems(
  findings: readonly Finding[],
  path: string,
): readonly Problem[] {
  return findings
    .map(finding => ({ severity: 'error' as const, ...finding, path }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/**
 * Finds the word that somebody may have meant.
 *
 * @returns undefined when none is close
 */
export function closest(
  word: string,
  candidates: readonly string[],
): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  const [best] = candidates
    .map(candidate => ({ candidate, edits: editDistance(word, candidate) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits);
  return best?.candidate;
}

/** Levenshtein distance, where case and a swap of two letters cost one edit. */
function editDistance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 6 || left.length > 60) {
    return Infinity;
  }
  const rows: number[][] = [Array.from(`${right} `, (_, index) => index)];
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      const swapped =
        i > 1 &&
        j > 1 &&
        left[i - 1] === right[j - 2] &&
        left[i - 2] === right[j - 1];
      row[j] = Math.min(
        rows[i - 1][j] + 1,
        row[j - 1] + 1,
        rows[i - 1][j - 1] + (same ? 0 : 1),
        swapped ? rows[i - 2][j - 2] + 1 : Infinity,
      );
    }
    rows[i] = row;
  }
  return rows[left.length][right.length];
}
