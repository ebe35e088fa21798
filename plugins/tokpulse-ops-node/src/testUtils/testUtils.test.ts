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

import { z } from 'zod';
import { ActionError, createRunbookAction, done, waitForTimer } from '../index';
import {
  createMockActionContext,
  createMockServiceAccess,
  executeAction,
} from './index';

const settingsSchema = z.object({ token: z.string() });

const scale = createRunbookAction({
  id: 'acme:scale',
  description: 'Scales the fleet',
  effect: 'once',
  input: z.object({
    to: z.number().int().default(2),
    slowly: z.boolean().default(false),
  }),
  output: z.object({ size: z.number().int() }),
  plan: ({ input, service }) => [
    {
      kind: 'request',
      method: 'POST',
      url: `${service.hosts.acme.url}/fleet`,
      body: { size: input.to },
    },
  ],
  async execute({ input, service, log, resumed }) {
    if (input.slowly && resumed === undefined) {
      return waitForTimer({ milliseconds: 1000, reason: 'Slowly', state: 1 });
    }
    const { token } = service.settings('acme', settingsSchema);
    const { body } = await service.request({
      url: `${service.hosts.acme.url}/fleet`,
      method: 'POST',
      headers: { authorization: token },
      body: JSON.stringify({ size: input.to }),
    });
    log.info('Scaled');
    return done(JSON.parse(body));
  },
});

const service = createMockServiceAccess({
  id: 'shop',
  hosts: { acme: { url: 'https://acme.example' } },
  settings: { acme: { token: 't' } },
  request: ({ headers, body }) =>
    headers?.authorization === 't' ? { body } : { status: 401 },
});

describe('executeAction', () => {
  it('parses input and output as the engine does, and shows the log', async () => {
    const { output, logged } = await executeAction(
      createRunbookAction({
        ...scale,
        execute: async ({ input, log }) => {
          log.warn('careful');
          return done({ size: input.to });
        },
      }),
      { service },
    );
    expect(output).toEqual({ size: 2 });
    expect(logged).toMatchObject([{ level: 'warn', text: 'careful' }]);
  });

  it('lets an action use its settings and the service', async () => {
    const scaled = executeAction(scale, {
      input: { to: 5 },
      service,
    });
    // The mock gives back what it was sent: {"size": 5}.
    await expect(scaled).resolves.toMatchObject({ output: { size: 5 } });
  });

  it('gives back a wait, and goes on with what the action kept', async () => {
    const input = { slowly: true };
    const first = await executeAction(scale, { input, service });
    expect(first.wait).toMatchObject({ wait: 'timer', state: 1 });
    const second = await executeAction(scale, { input, service, resumed: 1 });
    expect(second.output).toEqual({ size: 2 });
  });

  it('refuses an output that breaks the schema', async () => {
    const liar = createRunbookAction({
      ...scale,
      execute: async () => done({ size: 1.5 }),
    });
    await expect(executeAction(liar, { service })).rejects.toThrow(z.ZodError);
  });
});

describe('createMockServiceAccess', () => {
  it('fails as the real one does: no setting, no answer, cancelled', async () => {
    const empty = createMockServiceAccess();
    expect(() => empty.settings('acme', settingsSchema)).toThrow(
      expect.objectContaining({ code: 'not-configured' }),
    );
    expect(() => empty.settings('constructor', settingsSchema)).toThrow(
      ActionError,
    );
    await expect(
      empty.request({ url: 'https://acme.example' }),
    ).rejects.toMatchObject({ code: 'unreachable' });
    await expect(
      service.request({
        url: 'https://acme.example',
        signal: AbortSignal.abort(new Error('cancelled')),
      }),
    ).rejects.toThrow('cancelled');
  });
});

describe('createMockActionContext', () => {
  it('is usable for a plan as it stands', async () => {
    expect(
      await scale.plan(
        createMockActionContext({ input: { to: 3, slowly: false }, service }),
      ),
    ).toEqual([
      {
        kind: 'request',
        method: 'POST',
        url: 'https://acme.example/fleet',
        body: { size: 3 },
      },
    ]);
  });

  it('gives every attempt of a step the same key', () => {
    const keyOf = (attempt: number) =>
      createMockActionContext({
        input: {},
        attempt,
        run: { id: 'r1' },
        step: { id: 's1' },
      }).idempotencyKey;
    expect([keyOf(1), keyOf(2)]).toEqual(['r1:s1', 'r1:s1']);
  });

  it('reads nothing unless it is told what', async () => {
    await expect(
      createMockActionContext({ input: {} }).read({
        action: 'health:check',
        input: {},
      }),
    ).rejects.toMatchObject({ code: 'not-configured' });
  });
});
