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

import { toProblems, type Finding } from '../problems';
import type { Problem, Runbook } from '../types';
import { lintActions, lintEffects } from './actions';
import { lintFrontMatter } from './frontMatter';
import { lintJumps } from './jumps';
import { lintLinks } from './links';
import { LintContext, type LintOptions } from './LintContext';
import { lintReferences } from './references';
import { lintSecrets } from './secrets';

const rules: readonly ((context: LintContext) => readonly Finding[])[] = [
  lintFrontMatter,
  lintActions,
  lintEffects,
  lintReferences,
  lintJumps,
  lintSecrets,
  lintLinks,
];

/**
 * Looks for what is wrong with a runbook beyond its form: actions and inputs,
 * references, effects, jumps, secrets, links. What the options leave out is not
 * checked.
 *
 * @returns problems with place and fix, in the order of the text
 * @public
 */
export function lintRunbook(
  runbook: Runbook,
  options: LintOptions,
): readonly Problem[] {
  const context = new LintContext(runbook, options);
  return toProblems(
    rules.flatMap(rule => rule(context)),
    runbook.path,
  );
}
