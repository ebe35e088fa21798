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

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { createRunRunbookAction } from '@tokpulse/backstage-plugin-scaffolder-backend-module-tokpulse-ops';
import {
  startOpsBackend,
  type OpsBackend,
  type TestPerson,
} from './__testUtils__/startOpsBackend';
import { changeStep, testRunbook } from './__testUtils__/testRunbook';
import { eventually } from './testing';

jest.setTimeout(60_000);

let ops: OpsBackend;

beforeAll(async () => {
  ops = await startOpsBackend({
    runbooks: {
      hello: testRunbook({ title: 'Hello' }),
      change: testRunbook({ title: 'Change', steps: [changeStep] }),
      broken: testRunbook({
        title: 'Broken',
        steps: ['id: gone\nname: Is gone\naction: test:fail'],
      }),
    },
  });
});
afterAll(() => ops.stop());

/** Starts the action as a task of a person would. */
function task(
  person: TestPerson,
  input: { service: string; runbook: string; reason?: string },
) {
  const action = createRunRunbookAction({
    auth: mockServices.auth({ pluginId: 'scaffolder' }),
    discovery: {
      ...mockServices.discovery(),
      getBaseUrl: async () => ops.baseUrl,
    },
    appBaseUrl: 'https://portal.example.com/base',
  });
  const lines: string[] = [];
  const outputs = new Map<string, unknown>();
  const cancel = new AbortController();
  const logger = mockServices.logger.mock();
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    logger[level].mockImplementation(text => lines.push(...text.split('\n')));
  }
  const context = {
    ...createMockActionContext({ input, logger, workspacePath: '/nowhere' }),
    input,
    signal: cancel.signal,
    getInitiatorCredentials: async () =>
      mockCredentials.user(`user:default/${person}`),
    output: (name: string, value: unknown) => {
      outputs.set(name, value);
    },
  };
  return {
    lines,
    outputs,
    cancel: () => cancel.abort(),
    done: action.handler(context),
  };
}

const runId = (outputs: ReadonlyMap<string, unknown>) =>
  eventually(
    () => String(outputs.get('runId') ?? ''),
    id => id !== '',
    { what: 'the run to be started' },
  );

describe('tokpulse:runbook:run', () => {
  it('runs a runbook for the initiator and tells its log', async () => {
    const { lines, outputs, done } = task('olga', {
      service: 'shop',
      runbook: 'hello',
      reason: 'Practice',
    });
    await done;
    const id = await runId(outputs);
    expect(Object.fromEntries(outputs)).toEqual({
      runId: id,
      state: 'succeeded',
      runPath: `/tokpulse-ops/runs/${id}`,
      runUrl: `https://portal.example.com/base/tokpulse-ops/runs/${id}`,
    });
    expect(lines).toContain('line 1 hello');
    expect(lines).toContain('The run is succeeded');
    expect(await ops.as('vera').getRun(id)).toMatchObject({
      requestedBy: 'user:default/olga',
      reason: 'Practice',
    });
  });

  it('says where to confirm, and goes on when that is done', async () => {
    const { lines, outputs, done } = task('olga', {
      service: 'shop',
      runbook: 'change',
    });
    const id = await runId(outputs);
    await eventually(
      () => lines,
      seen =>
        seen.includes(
          `warn: The run waits for you to confirm 'Count': https://portal.example.com/base/tokpulse-ops/runs/${id}`,
        ),
    );
    const { planHash } = await ops.as('olga').getRun(id);
    await ops.as('olga').confirmStep({ runId: id, stepId: 'change', planHash });
    await done;
    expect(lines).toContain("user:default/olga confirmed 'Count'");
    expect(outputs.get('state')).toBe('succeeded');
  });

  it('cancels the run when the task is cancelled', async () => {
    const { outputs, done, cancel } = task('olga', {
      service: 'shop',
      runbook: 'change',
    });
    const id = await runId(outputs);
    await eventually(
      () => ops.as('olga').getRun(id),
      ({ state }) => state === 'waiting',
    );
    cancel();
    await expect(done).rejects.toThrow('The task was cancelled');
    await eventually(
      () => ops.as('olga').getRun(id),
      ({ state }) => state === 'cancelled',
    );
  });

  it('fails when the run fails, and asks for the decision before', async () => {
    const { lines, outputs, done } = task('olga', {
      service: 'shop',
      runbook: 'broken',
    });
    const id = await runId(outputs);
    await eventually(
      () => lines,
      seen => seen.some(line => line.includes('needs your decision')),
    );
    expect(lines.join('\n')).not.toContain('hunter2');
    await ops.as('olga').decideStep({
      ...{ runId: id, stepId: 'gone', attempt: 1 },
      choice: 'stop',
      reason: 'It is gone',
    });
    await expect(done).rejects.toThrow('The run ended as failed');
    expect(outputs.get('state')).toBe('failed');
  });

  it('starts nothing for somebody who may not', async () => {
    const before = await ops.as('vera').listRuns();
    await expect(
      task('vera', { service: 'shop', runbook: 'hello' }).done,
    ).rejects.toThrow('This needs the permission tokpulse-ops.run.create');
    expect(await ops.as('vera').listRuns()).toEqual(before);
  });
});
