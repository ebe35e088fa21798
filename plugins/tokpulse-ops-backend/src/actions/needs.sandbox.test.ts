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

import type { RunbookAction } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { failureOf } from '../__testUtils__/failureOf';
import {
  configurationFor,
  startSandboxService,
  type SandboxService,
} from '../__testUtils__/sandboxService';
import { builtInActions } from './builtInActions';

jest.setTimeout(120_000);

let world: SandboxService;

beforeAll(async () => {
  world = await startSandboxService();
});
afterAll(async () => {
  await world?.sandbox.stop();
});

const actions: readonly RunbookAction[] = builtInActions();

/** Checks everything that an action needs of the service. */
async function checkAll(id: string, service = world.service): Promise<void> {
  const action = actions.find(one => one.id === id);
  const input = action?.input.parse(
    id === 'postgres:query' ? { sql: 'select 1' } : {},
  );
  const needs = action?.needs?.({ input, service }) ?? [];
  expect(needs).toHaveLength(1);
  for (const need of needs) {
    if (need.kind === 'credential') {
      await need.check(new AbortController().signal);
    }
  }
}

const wrong = () => {
  const { railway, postgres, redis } = JSON.parse(
    JSON.stringify(configurationFor(world.sandbox.env)),
  );
  const withPassword = (text: string) => {
    const url = new URL(text);
    url.password = 'wrong';
    return url.toString();
  };
  return world.reconfigured({
    railway: { ...railway, token: 'wrong' },
    postgres: {
      primary: {
        readOnlyConnection: withPassword(postgres.primary.readOnlyConnection),
      },
    },
    redis: { sessions: { url: withPassword(redis.sessions.url) } },
  });
};

const needy = [
  'railway:status',
  'railway:logs',
  'railway:restart',
  'postgres:query',
  'redis:ping',
];

it('every action with a provider says what it needs of it', () => {
  expect(
    actions.filter(({ needs }) => needs !== undefined).map(({ id }) => id),
  ).toEqual(expect.arrayContaining(needy));
});

it.each(needy)(
  '%s finds its credential accepted, and changes nothing',
  async id => {
    const before = world.sandbox.ledger().length;
    await checkAll(id);
    expect(world.sandbox.ledger()).toHaveLength(before);
  },
);

it.each(needy)('%s finds that its credential is refused', async id => {
  expect(await failureOf(checkAll(id, wrong()))).toMatchObject({
    code: 'unauthorized',
  });
});

it('an account token of Railway is accepted, too', async () => {
  const { railway } = JSON.parse(
    JSON.stringify(configurationFor(world.sandbox.env)),
  );
  const service = world.reconfigured({
    railway: {
      ...railway,
      token: world.sandbox.env.TOKPULSE_RAILWAY_TOKEN,
      tokenType: 'account',
    },
  });
  await expect(checkAll('railway:status', service)).resolves.toBeUndefined();
});
