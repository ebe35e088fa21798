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
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { Problem } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { builtInActionDescriptors } from '../actions/descriptors';
import { ActionsNotReadError, readActions } from './readActions';
import { bundleRunbooks, type WrittenBundle } from './bundleRunbooks';
import { configuredServices } from './configuredServices';
import { lintFiles, PathNotFoundError, type LintReport } from './lintFiles';
import { ConfigNotReadError, readConfiguration } from './readConfiguration';

const usage = `Usage: runbooks lint [--json] [--actions <file>] [--config <file>]... [paths]
       runbooks bundle [--out <file>] [--config <file>]...

lint checks runbooks: files, or folders whose *.md files are runbooks. Without
paths it checks ./runbooks. Exits with 1 when there is an error.

--actions takes the actions that a portal has, as GET /api/tokpulse-ops/actions
answers them, from a file or, with -, from standard input. Without it, runbooks
may use the actions that TokPulse Ops brings itself.

bundle writes all runbooks with their manual commands as one HTML page, for when
the portal is down: those of the configuration, or of ./runbooks without one.
It goes to --out, or tokpulseOps.bundle.path, or ./runbooks.html.

The services that runbooks name are looked up in the configuration: the files
of --config, or ./app-config.yaml where there is one.
`;

/** What the command needs of the process that it runs in. */
export interface RunbooksCommandOptions {
  readonly args: readonly string[];
  readonly workingDirectory: string;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
  /** Reads runbooks that the configuration names by a URL. */
  readonly createUrlReader: (config: Config) => UrlReaderService;
}

/**
 * `runbooks lint [--json] [--actions <file>] [--config <file>]... [paths]`: prints `file:line:column code message → fix`
 * for every problem. `runbooks bundle [--out <file>] [--config <file>]...`: writes
 * the offline bundle.
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
  const { workingDirectory, createUrlReader } = options;
  const actions = builtInActionDescriptors();
  try {
    const config = await readConfiguration({ workingDirectory, ...request });
    if (request.command === 'bundle') {
      const { out } = request;
      options.write(
        bundleInWords(
          await bundleRunbooks({
            ...{ workingDirectory, config, out, actions, createUrlReader },
          }),
        ),
      );
      return 0;
    }
    const report = await lintFiles({
      ...{ paths: request.paths, workingDirectory },
      actions:
        request.actions === undefined
          ? actions
          : await readActions({ ...options, name: request.actions }),
      services: configuredServices(config),
    });
    options.write(
      request.json ? `${JSON.stringify(report, null, 2)}\n` : inWords(report),
    );
    return report.errors === 0 ? 0 : 1;
  } catch (error) {
    if (
      error instanceof PathNotFoundError ||
      error instanceof ActionsNotReadError ||
      error instanceof ConfigNotReadError
    ) {
      options.writeError(`${error.message}\n`);
      return 2;
    }
    throw error;
  }
}

type RunbooksRequest = { readonly configPaths: readonly string[] } & (
  | {
      readonly command: 'lint';
      readonly paths: readonly string[];
      /** File with the answer of `GET /actions`; `-`: standard input. */
      readonly actions: string | undefined;
      readonly json: boolean;
    }
  | { readonly command: 'bundle'; readonly out: string | undefined }
);

function readArguments(args: readonly string[]): RunbooksRequest | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        actions: { type: 'string' },
        out: { type: 'string' },
        config: { type: 'string', multiple: true, default: [] },
      },
    });
    const [command, ...paths] = positionals;
    const { config: configPaths, actions, json, out } = values;
    if (command === 'lint' && out === undefined) {
      return {
        ...{ command, configPaths, actions },
        paths: paths.length === 0 ? ['runbooks'] : paths,
        json: json ?? false,
      };
    }
    const onlyOfLint = json !== undefined || actions !== undefined;
    return command === 'bundle' && paths.length === 0 && !onlyOfLint
      ? { command, configPaths, out }
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

function bundleInWords({ path, runbooks, withErrors }: WrittenBundle): string {
  const errors =
    withErrors.length === 0
      ? ''
      : `; with errors, as they are written: ${withErrors.join(', ')}`;
  return `${count(runbooks, 'runbook')} in ${path}${errors}\n`;
}

function inOneLine(problem: Problem): string {
  const { path, line, column, code, severity, message, fix } = problem;
  const kind = severity === 'warning' ? `${code} (warning)` : code;
  return `${path}:${line}:${column} ${kind} ${message} → ${fix}`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
