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

import type { Database } from '../../runs/Database';
import type { SavedObservation } from '../ObservationStore';
import type { Happening } from './Happening';
import {
  addMarker,
  finishedRunsSql,
  lockProcesses,
  markersSql,
  readProcesses,
  saveProcess,
  type FinishedRunRow,
  type MarkerRow,
} from './markerStore';
import { processChange, type HostProcess } from './processChange';

const MOST = 200;
const DAY_MS = 24 * 60 * 60_000;

/** What happened to a service and may explain a change. */
export class Markers {
  readonly #database: Database;

  constructor(options: { readonly database: Database }) {
    this.#database = options.database;
  }

  /** Notices new processes in an observation. */
  async observe({
    service,
    hosts,
    at,
  }: Pick<SavedObservation, 'service' | 'hosts' | 'at'>): Promise<void> {
    const changes = (known: ReadonlyMap<string, HostProcess>) =>
      hosts
        .map(host => processChange(known.get(host.host), host, at))
        .filter(({ process }) => process !== undefined);
    if (changes(await readProcesses(this.#database, service)).length === 0) {
      return;
    }
    await this.#database.transaction(async tx => {
      await lockProcesses(tx, service);
      for (const { process, began } of changes(
        await readProcesses(tx, service),
      )) {
        if (process !== undefined) {
          await saveProcess(tx, service, process);
        }
        if (began !== undefined) {
          await addMarker(tx, service, began);
        }
      }
    });
  }

  /**
   * Deployments, restarts and finished runs of a stretch of time, newest first,
   * at most 200 of each kind of source.
   */
  async list(options: {
    readonly service: string;
    readonly from: Date;
    readonly to: Date;
  }): Promise<readonly Happening[]> {
    const { service, from, to } = options;
    const [processes, runs] = await Promise.all([
      this.#database.query<MarkerRow>(markersSql, [service, from, to, MOST]),
      this.#database.query<FinishedRunRow>(finishedRunsSql, [
        ...[service, from, to, MOST],
        lowestUuidOf(new Date(from.getTime() - DAY_MS)),
      ]),
    ]);
    return [
      ...processes.map(ofProcess),
      ...runs.map(row => ofRun(service, row)),
    ].sort((a, b) => b.at.getTime() - a.at.getTime());
  }
}

function ofProcess(row: MarkerRow): Happening {
  const { host, kind, version, version_before: before, at } = row;
  const label =
    kind === 'restart'
      ? `${host} restarted`
      : `${host} ${version ?? 'another version'}${
          before === null ? '' : ` (was ${before})`
        }`;
  return { at, kind, host, label, version: version ?? undefined };
}

function ofRun(service: string, row: FinishedRunRow): Happening {
  const ending = row.with_failures ? `${row.state} with failures` : row.state;
  return {
    at: row.finished_at,
    kind: 'run',
    label: `${row.runbook_title} (${ending})`,
    runId: row.id,
    run: {
      id: row.id,
      service,
      requestedBy: row.requested_by,
      lead: row.lead,
    },
  };
}

/** The smallest UUIDv7 of a time: ids order by the time of creation. */
function lowestUuidOf(at: Date): string {
  const hex = Math.max(at.getTime(), 0).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
