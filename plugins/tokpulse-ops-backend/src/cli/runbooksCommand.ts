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

import { parseArgs } from 'node:util';
import type { Problem } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { builtInActionDescriptors } from '../actions/descriptors';
import { ConfigNotReadError, configuredServices } from './configuredServices';
import { lintFiles, PathNotFoundError, type LintReport } from './lintFiles';

const usage = `Usage: runbooks lint [--json] [--config <file>]... [paths]

Checks runbooks: files, or folders whose *.md files are runbooks. Without paths
it checks ./runbooks. Exits with 1 when there is an error.

The services that runbooks name are looked up in the configuration: the files
of --config, or ./app-config.yaml where there is one.
`;

/** What the command needs of the process that it runs in. */
export interface RunbooksCommandOptions {
  readonly args: readonly string[];
  readonly workingDirectory: string;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

/**
 * `runbooks lint [--json] [--config <file>]... [paths]`: prints `file:line:column code message → fix`
 * for every problem.
 *
 * @returns the exit code: 0 without an error, 1 with one, 2 for a wrong usage
 */
export async function runbooksCommand(
  options: RunbooksCommandOptions,
): Promise<0 | 1 | 2> {
  const request = readArguments(options.args);
  if (request === undefined) {
    options.writeError(usage);
    return 2;
  }
  try {
    const report = await lintFiles({
      paths: request.paths,
      workingDirectory: options.workingDirectory,
      actions: builtInActionDescriptors(),
      services: await configuredServices({
        workingDirectory: options.workingDirectory,
        configPaths: request.configPaths,
      }),
    });
    options.write(
      request.json ? `${JSON.stringify(report, null, 2)}\n` : inWords(report),
    );
    return report.errors === 0 ? 0 : 1;
  } catch (error) {
    if (
      error instanceof PathNotFoundError ||
      error instanceof ConfigNotReadError
    ) {
      options.writeError(`${error.message}\n`);
      return 2;
    }
    throw error;
  }
}

interface LintRequest {
  readonly paths: readonly string[];
  readonly configPaths: readonly string[];
  readonly json: boolean;
}

function readArguments(args: readonly string[]): LintRequest | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        config: { type: 'string', multiple: true, default: [] },
      },
    });
    const [command, ...paths] = positionals;
    return command === 'lint'
      ? {
          paths: paths.length === 0 ? ['runbooks'] : paths,
          configPaths: values.config,
          json: values.json,
        }
      : undefined;
  } catch {
    return undefined;
  }
}

function inWords({ files, errors, warnings, problems }: LintReport): string {
  const summary = `${count(files, 'runbook')}, ${count(
    errors,
    'error',
  )}, ${count(warnings, 'warning')}`;
  return [...problems.map(inOneLine), summary, ''].join('\n');
}

function inOneLine(problem: Problem): string {
  const { path, line, column, code, severity, message, fix } = problem;
  const kind = severity === 'warning' ? `${code} (warning)` : code;
  return `${path}:${line}:${column} ${kind} ${message} → ${fix}`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
