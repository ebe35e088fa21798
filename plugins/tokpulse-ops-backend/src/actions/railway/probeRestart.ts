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

import type {
  HostHealth,
  ProbeFinding,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { readServiceHealth } from '../../health';
import { type Deployment, readServiceInstance } from './deployments';
import { RailwayClient } from './RailwayClient';
import { configuredService } from './settings';

/** Clocks of three machines are compared: closer than this says nothing. */
const CLOCK_TOLERANCE_MS = 5_000;
/** A restart that was asked for takes effect within this time. */
const RESTART_TAKES_MS = 90_000;

/**
 * Finds out whether the service was restarted after `since`, from two
 * independent witnesses: how long the process says it has been up, and when
 * Railway last changed the deployment's status.
 */
export async function probeRestart(options: {
  readonly named: string | undefined;
  readonly service: ServiceAccess;
  readonly signal: AbortSignal;
  readonly since: Date;
  readonly now?: () => number;
}): Promise<ProbeFinding> {
  const { service, signal, since, now = Date.now } = options;
  const [processes, deployment] = await Promise.all([
    readProcesses(service, signal),
    readDeployment(options).catch(rethrowUnlessAction),
  ]);
  const readAt = now();

  for (const { host, uptimeMs } of processes) {
    const startedAt = readAt - uptimeMs;
    if (startedAt > since.getTime() + CLOCK_TOLERANCE_MS) {
      return {
        outcome: 'happened',
        message: `The process of ${host} has been up for ${seconds(
          uptimeMs,
        )}: it was started after the restart was sent`,
      };
    }
  }
  const changedAt = Date.parse(deployment?.statusUpdatedAt ?? '');
  if (changedAt > since.getTime() + CLOCK_TOLERANCE_MS) {
    return {
      outcome: 'happened',
      message: `Railway changed deployment ${deployment?.id} to ${
        deployment?.status
      } ${seconds(readAt - changedAt)} ago, after the restart was sent`,
    };
  }
  const elapsed = readAt - since.getTime();
  const allOlder =
    processes.length > 0 &&
    processes.every(({ uptimeMs }) => uptimeMs > elapsed + CLOCK_TOLERANCE_MS);
  if (allOlder && elapsed > RESTART_TAKES_MS) {
    return {
      outcome: 'did-not-happen',
      message: `The process of ${processes[0].host} has been up for ${seconds(
        processes[0].uptimeMs,
      )}, longer than the ${seconds(elapsed)} since the restart was sent`,
    };
  }
  return {
    outcome: 'unknown',
    message: allOlder
      ? `The process is still the old one ${seconds(
          elapsed,
        )} after the restart was sent; a restart may take ${seconds(
          RESTART_TAKES_MS,
        )}`
      : 'No host tells since when its process is up; look at the deployment in the Railway dashboard',
  };
}

async function readProcesses(
  service: ServiceAccess,
  signal: AbortSignal,
): Promise<ReadonlyArray<{ host: string; uptimeMs: number }>> {
  const { hosts } = await readServiceHealth(service, { signal });
  return hosts.flatMap(({ host, uptimeMs }: HostHealth) =>
    uptimeMs === undefined ? [] : [{ host, uptimeMs }],
  );
}

async function readDeployment(options: {
  readonly named: string | undefined;
  readonly service: ServiceAccess;
  readonly signal: AbortSignal;
}): Promise<Deployment | undefined> {
  const client = new RailwayClient(options.service);
  const name = configuredService(client.settings, options.named);
  const { latest, active } = await readServiceInstance(
    client,
    name,
    options.signal,
  );
  return active[0] ?? latest;
}

/** A witness that cannot be heard is no witness. */
function rethrowUnlessAction(error: unknown): undefined {
  if (error instanceof ActionError && error.code !== 'cancelled') {
    return undefined;
  }
  throw error;
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
