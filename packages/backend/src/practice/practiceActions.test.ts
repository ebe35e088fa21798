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

import {
  createMockActionContext,
  createMockServiceAccess,
  executeAction,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node/testUtils';
import {
  sandboxClearFault,
  sandboxFault,
  sandboxFaultState,
} from './practiceActions';

const crash = { name: 'crash', title: 'Crash', active: false };

const serviceWith = (
  answer: (request: { url: string; method?: string }) => {
    status?: number;
    body: string;
  },
) =>
  createMockServiceAccess({
    settings: { sandbox: { url: 'http://127.0.0.1:4000' } },
    request: answer,
  });

describe('the actions of the practice runbook', () => {
  it('bring a fault about, and take it away', async () => {
    const asked: string[] = [];
    const service = serviceWith(({ url, method }) => {
      asked.push(`${method} ${url}`);
      return { body: JSON.stringify({ ...crash, active: method === 'POST' }) };
    });
    const broken = await executeAction(sandboxFault, {
      input: { name: 'crash' },
      service,
    });
    const mended = await executeAction(sandboxClearFault, {
      input: { name: 'crash' },
      service,
    });
    expect([broken.output, mended.output]).toEqual([
      { ...crash, active: true },
      { ...crash, active: false },
    ]);
    expect(asked).toEqual([
      'POST http://127.0.0.1:4000/faults/crash',
      'DELETE http://127.0.0.1:4000/faults/crash',
    ]);
  });

  it('show what is there before they change it', async () => {
    const service = serviceWith(() => ({
      body: JSON.stringify({ faults: [crash] }),
    }));
    const context = createMockActionContext({
      input: { name: 'crash' },
      service,
    });
    expect(await sandboxFault.plan(context)).toEqual([
      {
        kind: 'request',
        method: 'POST',
        url: 'http://127.0.0.1:4000/faults/crash',
      },
      { kind: 'fact', label: 'Crash', value: 'is not there' },
      {
        kind: 'fact',
        label: 'Afterwards',
        value: 'the sandbox has this fault',
      },
    ]);
  });

  it('name the faults that there are', async () => {
    const service = serviceWith(() => ({
      body: JSON.stringify({ faults: [crash] }),
    }));
    await expect(
      executeAction(sandboxFaultState, { input: { name: 'flood' }, service }),
    ).rejects.toMatchObject({
      code: 'not-found',
      nextStep: 'Choose one of crash',
    });
  });

  it('say when the sandbox refuses', async () => {
    const service = serviceWith(() => ({ status: 500, body: '{}' }));
    await expect(
      executeAction(sandboxFault, { input: { name: 'crash' }, service }),
    ).rejects.toMatchObject({ code: 'refused' });
  });
});
