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

import { FaultCatalog, FaultState } from '../faults/FaultCatalog';
import { LedgerEntry } from '../ledger/Ledger';
import { Service } from '../railway/Service';
import { Parts } from './World';

/** One process of TokPulse. */
export interface ProcessStatus {
  readonly name: 'api' | 'app' | 'dashboard';
  /** Its public address, which stays over restarts. */
  readonly url: string;
  readonly version: string | null;
  readonly state: 'running' | 'starting' | 'crashed' | 'down';
  /** Undefined while no process runs. */
  readonly pid?: number;
  readonly deploymentId?: string;
}

/** One server that TokPulse needs, or that the portal does. */
export interface ServerStatus {
  readonly name: string;
  readonly port: number;
  readonly state: 'running' | 'down';
  readonly pid?: number;
}

/** What the status page shows. */
export interface SandboxStatus {
  /** Process id of the sandbox itself. */
  readonly pid: number;
  readonly startedAt: string;
  readonly processes: readonly ProcessStatus[];
  readonly servers: readonly ServerStatus[];
  readonly railwayUrl: string;
  /** The issuer at which a portal's people sign in. */
  readonly identityUrl: string;
  readonly faults: readonly FaultState[];
  /** The newest entries, newest first. */
  readonly ledger: readonly LedgerEntry[];
}

const shownEntries = 25;

export function statusOf(options: {
  parts: Parts;
  faults: FaultCatalog;
  startedAt: Date;
}): SandboxStatus {
  const { parts, faults, startedAt } = options;
  const { edges, webApp, redis, database, portalDatabase } = parts;
  return {
    pid: process.pid,
    startedAt: startedAt.toISOString(),
    processes: [
      processOf('api', parts.partnerApp),
      {
        name: 'app',
        url: edges.app.url,
        version: null,
        state: webApp.running ? 'running' : 'down',
        pid: webApp.running ? webApp.pid : undefined,
      },
      processOf('dashboard', parts.dashboard),
    ],
    servers: [
      {
        name: 'PostgreSQL',
        port: database.port,
        state: 'running',
        pid: database.pid,
      },
      {
        name: 'Redis',
        port: redis.port,
        state: redis.pid === undefined ? 'down' : 'running',
        pid: redis.pid,
      },
      ...(portalDatabase
        ? [
            {
              name: 'PostgreSQL of the portal',
              port: portalDatabase.port,
              state: 'running' as const,
              pid: portalDatabase.pid,
            },
          ]
        : []),
    ],
    railwayUrl: parts.railway.url,
    identityUrl: parts.identity.url,
    faults: faults.list(),
    ledger: [...parts.ledger.entries()].reverse().slice(0, shownEntries),
  };
}

function processOf(
  name: ProcessStatus['name'],
  service: Service,
): ProcessStatus {
  const { active } = service;
  return {
    name,
    url: service.url,
    version: active?.image.version ?? null,
    state: stateOf(service),
    pid: service.process?.pid,
    deploymentId: active?.id,
  };
}

function stateOf({ active, process }: Service): ProcessStatus['state'] {
  if (active?.status === 'CRASHED') {
    return 'crashed';
  }
  if (active?.status === 'DEPLOYING') {
    return 'starting';
  }
  return process ? 'running' : 'down';
}
