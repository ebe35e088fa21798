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

import fs from 'node:fs/promises';
import path from 'node:path';
import { existsSync } from 'node:fs';
import {
  lintRunbook,
  parseRunbook,
  type ActionDescriptor,
  type Problem,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** What the linter found in a set of files. */
export interface LintReport {
  /** Files that were read. */
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  /** In the order of the files and their lines. */
  readonly problems: readonly Problem[];
}

/** A path that was named and that there is not. */
export class PathNotFoundError extends Error {
  constructor(name: string) {
    super(`There is no file or folder "${name}"`);
    this.name = 'PathNotFoundError';
  }
}

/**
 * Parses and lints runbooks.
 *
 * @param options - `paths`: files, and folders whose `*.md` files (but
 *   `README.md`) are runbooks, relative to `workingDirectory`
 */
export async function lintFiles(options: {
  readonly paths: readonly string[];
  readonly workingDirectory: string;
  readonly actions: readonly ActionDescriptor[];
  /** Ids of the configured services; without them, names are not checked. */
  readonly services?: readonly string[];
}): Promise<LintReport> {
  const { paths, workingDirectory, actions, services } = options;
  const found = await Promise.all(
    paths.map(name => runbookFiles(path.resolve(workingDirectory, name), name)),
  );
  const files = [...new Set(found.flat())].sort();
  const problems: Problem[] = [];
  const fileOfId = new Map<string, string>();
  for (const file of files) {
    const name = path.relative(workingDirectory, file).replace(/\\/g, '/');
    const source = await fs.readFile(file, 'utf8');
    const parsed = parseRunbook(source, { path: name });
    problems.push(...parsed.problems);
    if (parsed.runbook !== undefined) {
      problems.push(
        ...lintRunbook(parsed.runbook, {
          actions,
          services,
          pathExists: target =>
            existsSync(path.resolve(path.dirname(file), target)),
        }),
        ...duplicates(parsed.runbook, fileOfId),
      );
      fileOfId.set(parsed.runbook.id, name);
    }
  }
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return {
    files: files.length,
    errors,
    warnings: problems.length - errors,
    problems,
  };
}

/** A run names its runbook by the id, which is the name of the file. */
function duplicates(
  runbook: { readonly id: string; readonly path: string },
  fileOfId: ReadonlyMap<string, string>,
): readonly Problem[] {
  const other = fileOfId.get(runbook.id);
  if (other === undefined) {
    return [];
  }
  return [
    {
      code: 'duplicate-runbook',
      severity: 'error',
      path: runbook.path,
      line: 1,
      column: 1,
      message: `"${runbook.id}" is the name of ${other} too`,
      fix: 'Rename one of the files',
    },
  ];
}

async function runbookFiles(
  location: string,
  name: string,
): Promise<readonly string[]> {
  const stat = await fs.stat(location).catch(() => undefined);
  if (stat === undefined) {
    throw new PathNotFoundError(name);
  }
  if (!stat.isDirectory()) {
    return [location];
  }
  const entries = await fs.readdir(location, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter(entry => entry.isFile() && /\.md$/i.test(entry.name))
    .filter(entry => entry.name.toLowerCase() !== 'readme.md')
    .map(entry => path.join(entry.parentPath, entry.name));
}
