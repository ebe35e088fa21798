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

import { existsSync, readFileSync } from 'node:fs';
import { ActionError } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { readRows } from '../actions/postgres/readRows';
import { guardedRequest } from '../services/network/guardedRequest';
import { parseNetwork } from '../services/network';

/** What the process of this file is asked to read. */
export type MeasuredRead =
  | {
      readonly kind: 'rows';
      readonly connection: string;
      readonly sql: string;
    }
  | { readonly kind: 'body'; readonly url: string };

/** What it prints, as one line of JSON. */
export interface Measurement {
  /** `rows: n`, `bytes: n`, or the code of the error. */
  readonly outcome: string;
  /** How far the resident memory rose above what it was before the read. */
  readonly growthBytes: number;
}

async function read(what: MeasuredRead): Promise<string> {
  try {
    if (what.kind === 'rows') {
      const { rows } = await readRows({
        database: 'primary',
        connection: what.connection,
        sql: what.sql,
        values: [],
        maxRows: 1000,
        maxBytes: 1024 * 1024,
        signal: new AbortController().signal,
      });
      return `rows: ${rows.length}`;
    }
    const { body } = await guardedRequest(
      { url: what.url },
      {
        service: 'measured',
        bases: [new URL(what.url)],
        allowed: [parseNetwork('127.0.0.0/8')].filter(it => it !== undefined),
      },
    );
    return `bytes: ${body.length}`;
  } catch (error) {
    return error instanceof ActionError ? error.code : String(error);
  }
}

/**
 * The highest resident memory of this process so far, in bytes. On Linux the
 * figure of `getrusage` is inherited from the process that started this one,
 * so the kernel's own mark of this program is read.
 */
function highestResidentBytes(): number {
  const status = '/proc/self/status';
  const mark = existsSync(status)
    ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1]
    : undefined;
  return (
    (mark === undefined ? process.resourceUsage().maxRSS : Number(mark)) * 1024
  );
}

async function measure(): Promise<Measurement> {
  const what: MeasuredRead = JSON.parse(process.argv[2]);
  if (what.kind === 'rows') {
    await read({ ...what, sql: 'SELECT 1' });
  }
  const before = process.memoryUsage.rss();
  const outcome = await read(what);
  return {
    outcome,
    growthBytes: highestResidentBytes() - before,
  };
}

measure().then(measurement => {
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
});
