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

import { mockServices } from '@backstage/backend-test-utils';
import { defaultApprovalSettings } from './approvals/ApprovalSettings';
import { defaultObservationRetention } from './observations/observationsConfig';
import { Availability } from './Availability';
import type { OpenApplication } from './openApplication';
import type { OpsConfig } from './opsConfig';
import { UnavailableError } from './problems';
import { eventually } from './testing';

const opsConfig: OpsConfig = {
  approvals: {
    mode: 'solo',
    settings: defaultApprovalSettings,
    roleMembers: [],
  },
  statusMaxAgeMs: undefined,
  eachParallelism: 4,
  runbooks: [],
  evidence: { intervalMs: 5_000 },
  bundle: { contacts: [] },
  observationRetention: defaultObservationRetention,
  changesAllowed: true,
  notices: [],
};

/** Opens after so many failures. */
function scripted(failures: readonly unknown[], sourceFailures: string[] = []) {
  const left = [...failures];
  const log = { opened: 0, closed: 0 };
  const availability = new Availability({
    opsConfig,
    logger: mockServices.logger.mock(),
    firstRetryMs: 5,
    open: async () => {
      log.opened += 1;
      if (left.length > 0) {
        throw left.shift();
      }
      const unused = () => {
        throw new Error('Not asked for');
      };
      const application: OpenApplication = {
        ...{ serviceResources: unused, runResources: unused },
        get application() {
          return unused();
        },
        approverNotices: async () => [],
        sourceFailures: async () => sourceFailures,
        close: async () => {
          log.closed += 1;
        },
      };
      return application;
    },
  });
  return { availability, log };
}

const failure = (code: string) =>
  new UnavailableError({ code, message: 'It is away', nextStep: 'Wait' });

describe('Availability', () => {
  it('comes back by itself when the database does', async () => {
    const { availability } = scripted([
      failure('database-not-ready'),
      new Error('connect ECONNREFUSED'),
    ]);
    expect(await availability.status()).toMatchObject({
      mode: 'unavailable',
      notices: [{ code: 'starting' }],
    });
    await availability.start();
    expect(() => availability.application()).toThrow('It is away');
    const { mode } = await eventually(
      () => availability.status(),
      status => status.mode === 'ready',
    );
    expect(mode).toBe('ready');
    await availability.stop();
  });

  it('does not try again what cannot get better', async () => {
    const { availability, log } = scripted([failure('postgres-needed')]);
    await availability.start();
    await new Promise(resolve => {
      setTimeout(resolve, 50);
    });
    expect(log.opened).toBe(1);
    expect((await availability.status()).mode).toBe('unavailable');
    await availability.stop();
  });

  it('closes what it opened, once', async () => {
    const { availability, log } = scripted([]);
    await availability.start();
    await availability.stop();
    expect(log).toEqual({ opened: 1, closed: 1 });
  });

  it('names the sources of runbooks that cannot be read', async () => {
    const { availability } = scripted([], ['The runbooks of x are away']);
    await availability.start();
    expect((await availability.status()).notices).toEqual([
      expect.objectContaining({
        code: 'runbooks-unreadable',
        message: 'The runbooks of x are away',
      }),
    ]);
    await availability.stop();
  });
});
