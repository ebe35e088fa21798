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

import { createHash } from 'node:crypto';
import type { JsonObject } from '@backstage/types';
import {
  lintRunbook,
  parseRunbook,
  type ActionDescriptor,
  type Finding,
  type Problem,
  type Runbook,
  type RunbookSummary,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunbookFile } from './RunbookSource';

/** One runbook on the shelf, or a file that would be one without its errors. */
export interface ShelfEntry {
  readonly summary: Omit<RunbookSummary, 'suggested' | 'suggestedBecause'>;
  readonly body: string;
  readonly inputs?: JsonObject;
  readonly suggestWhen?: string;
  /** Absent when an error keeps it from being read. */
  readonly runbook?: Runbook;
}

/** Reads a file and looks for everything that would keep it from running. */
export function readShelfEntry(options: {
  readonly file: RunbookFile;
  readonly actions: readonly ActionDescriptor[];
  /** Ids of the configured services. */
  readonly services: readonly string[];
}): ShelfEntry {
  const { file } = options;
  const { runbook, problems } = parseRunbook(file.source, { path: file.path });
  if (runbook === undefined) {
    return unreadable(file, problems.map(findingOf));
  }
  const found = [
    ...problems,
    ...lintRunbook(runbook, {
      actions: options.actions,
      services: options.services,
    }),
  ];
  const { id, title, category, severity, respondWithin, owner } = runbook;
  return {
    summary: {
      ...{ id, title, category, severity, respondWithin, owner },
      services: [...runbook.services],
      contentHash: runbook.contentHash,
      stepCount: runbook.steps.length,
      changes: mayChange(runbook, options.actions),
      problems: found.map(findingOf),
    },
    body: runbook.body,
    inputs: runbook.inputs,
    suggestWhen: runbook.suggestWhen,
    runbook,
  };
}

/** Whether a step may change something; an action that nobody knows may. */
function mayChange(
  { steps }: Runbook,
  actions: readonly ActionDescriptor[],
): boolean {
  const effects = new Map(actions.map(({ id, effect }) => [id, effect]));
  return steps.some(
    ({ action, effect }) => (effect ?? effects.get(action)) !== 'read',
  );
}

/** It is told by its file's name, for every service: which ones, nobody knows. */
function unreadable(file: RunbookFile, problems: Finding[]): ShelfEntry {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const id = name.replace(/\.md$/i, '');
  return {
    summary: {
      id,
      title: id,
      category: 'unreadable',
      owner: '',
      services: [],
      contentHash: createHash('sha256').update(file.source).digest('hex'),
      stepCount: 0,
      problems,
    },
    body: file.source,
  };
}

function findingOf(problem: Problem): Finding {
  return {
    level: problem.severity === 'error' ? 'blocking' : 'warning',
    code: problem.code,
    message: `${problem.path}:${problem.line}:${problem.column} ${problem.message}`,
    nextStep: problem.fix,
  };
}
