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

import { ActionError } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import {
  createMockServiceAccess,
  executeAction,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node/testUtils';
import { flowChecklist } from './checklist';
import { flowConfirm } from './confirm';
import { flowWait } from './wait';
import { flowWaitUntil } from './waitUntil';

describe('flow:wait', () => {
  it('parks for the time, and is done when it is called again', async () => {
    const first = await executeAction(flowWait, {
      input: { for: '60s', reason: 'Give the vendor a minute' },
    });
    expect(first.wait).toEqual({
      wait: 'timer',
      milliseconds: 60_000,
      reason: 'Give the vendor a minute',
      state: 'waited',
    });
    const second = await executeAction(flowWait, {
      input: { for: '60s' },
      resumed: 'waited',
    });
    expect(second.output).toEqual({ waitedMs: 60_000 });
  });

  it.each(['soon', '-1s', '8d', ''])('refuses %p as a time', async time => {
    await expect(
      executeAction(flowWait, { input: { for: time } }),
    ).rejects.toThrow(/Write a duration/);
  });
});

describe('flow:wait-until', () => {
  const input = {
    action: 'health:check',
    input: { hosts: ['api'] },
    until: 'output.status == "healthy"',
    within: '25s',
    every: '10s',
  };

  it('parks between readings until the condition holds', async () => {
    const statuses = ['unhealthy', 'unhealthy', 'healthy'];
    const read = jest.fn(async () => ({ status: statuses.shift() ?? 'none' }));
    let result = await executeAction(flowWaitUntil, { input, read });
    let parked = 0;
    while (result.wait?.wait === 'timer') {
      parked += result.wait.milliseconds;
      result = await executeAction(flowWaitUntil, {
        input,
        read,
        resumed: result.wait.state,
      });
    }
    expect(result.output).toEqual({
      readings: 3,
      waitedMs: 20_000,
      output: { status: 'healthy' },
    });
    expect(parked).toBe(20_000);
    expect(read).toHaveBeenLastCalledWith({
      action: 'health:check',
      input: { hosts: ['api'] },
    });
  });

  it('fails after the time with what it saw last, having read once more at the end', async () => {
    const read = jest.fn(async () => ({ status: 'unhealthy' }));
    const pauses: number[] = [];
    const run = async () => {
      let result = await executeAction(flowWaitUntil, { input, read });
      while (result.wait?.wait === 'timer') {
        pauses.push(result.wait.milliseconds);
        result = await executeAction(flowWaitUntil, {
          input,
          read,
          resumed: result.wait.state,
        });
      }
    };
    await expect(run()).rejects.toMatchObject({
      code: 'verification-failed',
      message:
        'After 25s and 4 readings: output.status == "healthy" does not hold yet',
    });
    expect(pauses).toEqual([10_000, 10_000, 5_000]);
  });

  it.each([
    [
      new ActionError({ code: 'unreachable', message: 'api refuses' }),
      'api refuses',
    ],
    [undefined, /output\.status/],
  ])(
    'takes a reading that failed or lacks something for "not yet" (%#)',
    async (error, because) => {
      const result = await executeAction(flowWaitUntil, {
        input,
        read: async () => {
          if (error) throw error;
          return { other: 1 };
        },
      });
      expect(result.wait).toMatchObject({ wait: 'timer' });
      expect(result.logged[0].text).toMatch(because);
    },
  );

  it('does not wait for what cannot pass', async () => {
    const refused = new ActionError({ code: 'not-configured', message: 'no' });
    await expect(
      executeAction(flowWaitUntil, {
        input,
        read: async () => {
          throw refused;
        },
      }),
    ).rejects.toBe(refused);
    await expect(
      executeAction(flowWaitUntil, {
        input: { ...input, until: 'output.status' },
        read: async () => ({ status: 'healthy' }),
      }),
    ).rejects.toMatchObject({ code: 'condition-failed' });
    await expect(
      executeAction(flowWaitUntil, { input: { ...input, until: '1 +' } }),
    ).rejects.toThrow('Not a condition in CEL');
  });
});

describe('flow:confirm', () => {
  it('asks, and hands the answer on, no included', async () => {
    const input = { message: 'Restart it?' };
    const asked = await executeAction(flowConfirm, { input });
    expect(asked.wait).toEqual({
      wait: 'input',
      request: { kind: 'confirm', message: 'Restart it?' },
    });
    const answered = await executeAction(flowConfirm, {
      input,
      answer: { kind: 'confirm', confirmed: false, note: 'It is a drill' },
    });
    expect(answered.output).toEqual({
      confirmed: false,
      note: 'It is a drill',
    });
  });
});

describe('flow:checklist', () => {
  const input = {
    message: 'Tell people.',
    evidence: true,
    items: [
      { id: 'slack', label: 'Post in Slack', command: 'curl "$SLACK_URL"' },
      { id: 'mail', label: 'Write to customers', required: false },
    ],
  };

  it('shows items with their commands', async () => {
    const { wait } = await executeAction(flowChecklist, { input });
    expect(wait).toEqual({
      wait: 'input',
      request: {
        kind: 'checklist',
        message: 'Tell people.',
        evidence: true,
        items: [
          {
            id: 'slack',
            label: 'Post in Slack',
            command: 'curl "$SLACK_URL"',
            required: true,
          },
          { id: 'mail', label: 'Write to customers', required: false },
        ],
      },
    });
  });

  it('asks again for what is required, and lets the rest stay open', async () => {
    const again = await executeAction(flowChecklist, {
      input,
      answer: { kind: 'checklist', done: ['mail'] },
    });
    expect(again.wait).toMatchObject({
      request: { message: 'Tell people. Still open: Post in Slack.' },
    });
    const finished = await executeAction(flowChecklist, {
      input,
      answer: { kind: 'checklist', done: ['slack'], evidence: 'posted' },
    });
    expect(finished.output).toEqual({
      done: ['slack'],
      open: ['mail'],
      evidence: 'posted',
    });
  });

  it('refuses two items with one id', async () => {
    await expect(
      executeAction(flowChecklist, {
        input: { ...input, items: [input.items[0], input.items[0]] },
      }),
    ).rejects.toThrow('Two items have the same id');
  });

  it('shows its commands in the plan', async () => {
    const previews = await flowChecklist.plan({
      input: flowChecklist.input.parse(input),
      service: createMockServiceAccess(),
      signal: new AbortController().signal,
    });
    expect(previews).toEqual([
      { kind: 'ask', message: 'Tell people.' },
      { kind: 'command', text: 'curl "$SLACK_URL"' },
    ]);
  });
});
