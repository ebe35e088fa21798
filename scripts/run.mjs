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

// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { Child, stopChildrenOnSignal } from './lib/children.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { Failure, report } from './lib/progress.mjs';
import { useProjectToolchain } from './lib/toolchain.mjs';
import { typescriptArguments } from './lib/typescript.mjs';

/**
 * Where the programs of each command are. `bench` and `soak` take the name of
 * one; `runbooks` and `ops` are programs with subcommands.
 *
 * @type {Record<string, { folders: readonly string[] } | { program: string }>}
 */
const commands = {
  bench: {
    folders: [
      'plugins/tokpulse-ops-common/bench',
      'plugins/tokpulse-ops-backend/bench',
    ],
  },
  soak: { folders: ['plugins/tokpulse-ops-backend/soak'] },
  runbooks: { program: 'plugins/tokpulse-ops-backend/cli/runbooks.ts' },
  ops: { program: 'plugins/tokpulse-ops-backend/cli/ops.ts' },
};

/** @param {readonly string[]} folders */
function programsIn(folders) {
  return new Map(
    folders
      .map(folder => inRoot(folder))
      .filter(folder => fs.existsSync(folder))
      .flatMap(folder =>
        fs
          .readdirSync(folder)
          .filter(name => name.endsWith('.ts') && !name.includes('.test.'))
          .map(
            name =>
              /** @type {const} */ ([
                path.basename(name, '.ts'),
                path.join(folder, name),
              ]),
          ),
      ),
  );
}

/** @param {readonly string[]} args */
function resolveProgram([command, ...rest]) {
  const known = commands[command];
  if (!known) {
    throw new Failure(
      `Unknown command "${command ?? ''}". Known: ${Object.keys(commands).join(
        ', ',
      )}`,
    );
  }
  if ('program' in known) {
    return { file: inRoot(known.program), args: rest };
  }
  const [name, ...args] = rest;
  const programs = programsIn(known.folders);
  const file = programs.get(name);
  if (!file) {
    throw new Failure(
      `Usage: yarn ${command} <name> [--json]. Known names: ${[
        ...programs.keys(),
      ].join(', ')}`,
    );
  }
  return { file, args };
}

await useProjectToolchain(import.meta.url);
const signals = stopChildrenOnSignal();
try {
  const { file, args } = resolveProgram(process.argv.slice(2));
  await installDependencies();
  const child = new Child({
    name: process.argv[2],
    command: process.execPath,
    args: typescriptArguments(file, args),
    cwd: root,
    output: 'inherit',
  });
  const { code } = await child.exited;
  process.exitCode = code ?? 1;
} catch (error) {
  await signals.unlessStopping();
  report(error);
  process.exitCode = 1;
}
