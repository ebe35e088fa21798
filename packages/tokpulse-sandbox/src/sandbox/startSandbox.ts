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

import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ControlServer, UnknownFaultError } from '../control/ControlServer';
import { FaultName, FaultSettings } from '../faults/Fault';
import { FaultCatalog, FaultState } from '../faults/FaultCatalog';
import { LedgerEntry } from '../ledger/Ledger';
import { environmentOf } from './environment';
import { InstanceLock } from './InstanceLock';
import { portOf } from './ports';
import { SandboxStatus, statusOf } from './status';
import { World } from './World';

export interface SandboxOptions {
  /** Where the data lives and stays; a temporary directory by default. */
  readonly dataDir?: string;
  /** The first of a row of fixed ports; free ones by default. */
  readonly portBase?: number;
  /** Whether to run a second PostgreSQL for the portal itself. */
  readonly portalDatabase?: boolean;
  /**
   * Requests that the partner app accepts in 15 minutes. The real one accepts
   * 100; the default is 3000, so that a page that polls can be practised with.
   */
  readonly rateLimitMax?: number;
  /** Requests that Railway accepts in an hour; 10 000 by default. */
  readonly railwayRequestsPerHour?: number;
}

/** A running sandbox. */
export interface Sandbox {
  /** The status page and the HTTP interface. */
  readonly url: string;
  /** The variables of the environment file. */
  readonly env: Readonly<Record<string, string>>;
  status(): SandboxStatus;
  faults(): readonly FaultState[];
  /** Resolves when the fault has its effect. */
  induceFault(name: FaultName, settings?: FaultSettings): Promise<FaultState>;
  /** Resolves when the effect of the fault is gone. */
  clearFault(name: FaultName): Promise<FaultState>;
  /** The effects at the providers, in order. */
  ledger(after?: number): readonly LedgerEntry[];
  /** Brings everything back to the first, healthy state, and empties the ledger. */
  reset(): Promise<void>;
  /** Ends every process, and removes the data when it was temporary. */
  stop(): Promise<void>;
}

export const defaultRateLimitMax = 3_000;

/** Starts a TokPulse to practise on. */
export async function startSandbox(
  options: SandboxOptions = {},
): Promise<Sandbox> {
  const startedAt = new Date();
  const temporary = options.dataDir === undefined;
  const dataDir = resolve(
    options.dataDir ?? (await mkdtemp(join(tmpdir(), 'tokpulse-sandbox-'))),
  );
  await mkdir(dataDir, { recursive: true });
  // As root, PostgreSQL's own user has to get through to its directory.
  await chmod(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  const lock = await InstanceLock.check(dataDir);
  const remove = async () => {
    if (temporary) {
      await rm(dataDir, { recursive: true, force: true });
    }
  };

  let world: World;
  try {
    world = await World.start({
      dataDir,
      temporary,
      portBase: options.portBase,
      portalDatabase: options.portalDatabase ?? false,
      rateLimitMax: options.rateLimitMax ?? defaultRateLimitMax,
      railwayRequestsPerHour: options.railwayRequestsPerHour ?? 10_000,
    });
  } catch (error) {
    await remove();
    throw error;
  }

  const faults = new FaultCatalog(world.parts);
  const known = (name: string): FaultName => {
    if (!faults.has(name)) {
      throw new UnknownFaultError(`There is no fault "${name}"`);
    }
    return name;
  };
  const controls = {
    status: () => statusOf({ parts: world.parts, faults, startedAt }),
    faults: () => faults.list(),
    induceFault: async (name: string, settings: FaultSettings = {}) =>
      faults.induce(known(name), settings),
    clearFault: async (name: string) => faults.clear(known(name)),
    ledger: (after = 0) => world.parts.ledger.entries(after),
    reset: () => faults.exclusively(() => world.reset()),
  };
  const control = await ControlServer.start({
    controls,
    port: portOf('sandbox', options.portBase),
  }).catch(async error => {
    await world.stop();
    await remove();
    throw error;
  });
  await lock.hold(control.url);

  let stopped: Promise<void> | undefined;
  return {
    ...controls,
    url: control.url,
    env: environmentOf(world.parts, { sandboxUrl: control.url, dataDir }),
    stop: () => {
      stopped ??= (async () => {
        await control.stop();
        await world.stop();
        await lock.release();
        await remove();
      })();
      return stopped;
    },
  };
}
