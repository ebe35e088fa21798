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

import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '@backstage/config';
import type { EvidenceVerification } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Knex } from 'knex';
import { AnchorFile } from '../evidence/AnchorFile';
import { readEvidenceConfig } from '../evidence/evidenceConfig';
import { removedInWords } from '../evidence/retention/removedInWords';
import { EvidenceVerifier } from '../evidence/EvidenceVerifier';
import {
  verifyEverything,
  type EvidenceReport,
} from '../evidence/verifyEverything';
import { Database } from '../runs/Database';
import { ConfigNotReadError, readConfiguration } from './readConfiguration';

const usage = `Usage: ops evidence verify [--run <id>] [--config <file>]... [--anchors <file>] [--json]

Verifies that the events of every run, or of one, are what was written when they
happened, against the database of the configuration and the anchor file that it
names (or --anchors, such as a copy from another machine). Exits with 1 when
something was edited, removed, inserted or cut off, and names the first event.
`;

/** What the command needs of the process that it runs in. */
export interface OpsCommandOptions {
  readonly args: readonly string[];
  readonly workingDirectory: string;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Connects to the database of the plugin. */
  readonly openDatabase: (config: Config) => Promise<Knex>;
}

interface VerifyRequest {
  readonly run: string | undefined;
  readonly configPaths: readonly string[];
  readonly anchors: string | undefined;
  readonly json: boolean;
}

/**
 * `ops evidence verify`.
 *
 * @returns the exit code: 0 when everything is whole, 1 when it is not, 2 when
 *   nothing could be said
 */
export async function opsCommand(
  options: OpsCommandOptions,
): Promise<0 | 1 | 2> {
  const request = readArguments(options.args);
  if (request === undefined) {
    options.writeError(usage);
    return 2;
  }
  const { workingDirectory, writeError } = options;
  try {
    const config = await readConfiguration({ workingDirectory, ...request });
    if (config === undefined) {
      writeError(
        'There is no app-config.yaml here; name the configuration with --config\n',
      );
      return 2;
    }
    const knex = await options.openDatabase(config);
    try {
      return await verify({ ...options, request, config, knex });
    } finally {
      await knex.destroy();
    }
  } catch (error) {
    if (error instanceof ConfigNotReadError) {
      writeError(`${error.message}\n`);
      return 2;
    }
    throw error;
  }
}

async function verify(
  options: OpsCommandOptions & {
    readonly request: VerifyRequest;
    readonly config: Config;
    readonly knex: Knex;
  },
): Promise<0 | 1 | 2> {
  const { request, config, knex, workingDirectory, write } = options;
  const { intervalMs, anchorFile } = readEvidenceConfig(config);
  const anchors = request.anchors ?? anchorFile;
  const file =
    anchors === undefined
      ? undefined
      : new AnchorFile({ path: path.resolve(workingDirectory, anchors) });
  const database = new Database({ knex });
  const verifier = new EvidenceVerifier({ database, file, intervalMs });
  if (request.run !== undefined) {
    const found = await verifier.verify(request.run);
    if (found === undefined) {
      options.writeError(`There is no run '${request.run}'\n`);
      return 2;
    }
    write(request.json ? inJson(found) : runInWords(found));
    return found.valid ? 0 : 1;
  }
  const report = await verifyEverything({ database, verifier, file });
  write(request.json ? inJson(report) : reportInWords(report));
  return report.valid ? 0 : 1;
}

function readArguments(args: readonly string[]): VerifyRequest | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        run: { type: 'string' },
        config: { type: 'string', multiple: true, default: [] },
        anchors: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    return positionals.join(' ') === 'evidence verify'
      ? {
          run: values.run,
          configPaths: values.config,
          anchors: values.anchors,
          json: values.json,
        }
      : undefined;
  } catch {
    return undefined;
  }
}

function inJson(value: EvidenceVerification | EvidenceReport): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function runInWords(found: EvidenceVerification): string {
  const { runId, events, firstBad, anchored, windowSeconds, removed } = found;
  const whole =
    removed === undefined
      ? `${events} events, all as they were written`
      : removedInWords(removed, events);
  const state =
    firstBad === undefined ? `Run ${runId}: ${whole}` : badRun(found);
  const anchor =
    anchored === undefined
      ? 'Nothing of it is anchored outside of the database'
      : `Anchored up to event ${anchored.seq} at ${anchored.at}; the window is ${windowSeconds} s`;
  return `${state}\n${anchor}\n`;
}

function reportInWords(report: EvidenceReport): string {
  const { valid, runs, removedRuns, events, checkpoints, anchorFile } = report;
  const removed =
    removedRuns === 0 ? '' : ` (${removedRuns} removed by retention)`;
  const seen = `${runs} runs${removed}, ${events} events, ${checkpoints} checkpoints, ${
    anchorFile === undefined
      ? 'no anchor file: nothing outside of the database witnesses for it'
      : `anchors of ${anchorFile}`
  }`;
  return [
    ...report.badRuns.map(badRun),
    ...report.badCheckpoints.map(
      ({ checkpoint, message }) => `Checkpoint ${checkpoint}: ${message}`,
    ),
    seen,
    valid
      ? 'Everything is as it was written'
      : 'NOT everything is as it was written',
    '',
  ].join('\n');
}

function badRun({ runId, firstBad }: EvidenceVerification): string {
  return `Run ${runId}, event ${firstBad?.seq} (${firstBad?.problem}): ${firstBad?.message}`;
}
