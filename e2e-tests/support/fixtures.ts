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

import { test as base } from '@playwright/test';
import { ApiClient } from './apiClient.ts';
import {
  People,
  signIn,
  type CookieJar,
  type Person,
  type UserName,
} from './people.ts';
import { SandboxClient } from './sandboxClient.ts';
import { readStack, type Stack } from './stack.ts';
import { startTeamPortal, type TeamPortal } from './teamPortal.ts';

/** Where the operator begins. */
const OPERATIONS_PATH =
  '/catalog/default/component/tokpulse-partner-app/operations';

interface Fixtures {
  readonly stack: Stack;
  readonly sandbox: SandboxClient;
  /** The runs of the usual portal. */
  readonly runs: ApiClient;
  /** The runs of the portal in team mode. */
  readonly teamRuns: ApiClient;
  /** Whether people who were here before need not sign in again. */
  readonly signIns: 'kept' | 'fresh';
  /** Enters as guest and opens a page of the portal. */
  readonly open: (path?: string, portalUrl?: string) => Promise<void>;
  /**
   * Somebody with a browser of their own, signed in and on a page of the portal
   * (the Operations tab, if none is named).
   */
  readonly comes: (
    user: UserName,
    options?: { readonly path?: string; readonly portalUrl?: string },
  ) => Promise<Person>;
}

interface WorkerFixtures {
  /** What the browsers of people who have signed in know. */
  readonly cookieJar: CookieJar;
  /** A portal in team mode; started for the first test that asks for it. */
  readonly team: TeamPortal;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  stack: async ({}, provide) => {
    await provide(readStack());
  },
  sandbox: async ({ stack }, provide) => {
    await provide(new SandboxClient({ url: stack.sandboxUrl }));
  },
  runs: async ({ stack }, provide) => {
    await provide(new ApiClient(stack));
  },
  teamRuns: async ({ team }, provide) => {
    await provide(new ApiClient({ portalUrl: team.url }));
  },
  signIns: ['kept', { option: true }],
  open: async ({ page, stack }, provide) => {
    // An exception in the page fails the test that was under way.
    const exceptions: Error[] = [];
    page.on('pageerror', error => exceptions.push(error));
    await provide(
      async (path = OPERATIONS_PATH, portalUrl = stack.portalUrl) => {
        await page.goto(new URL(path, portalUrl).href);
        await signIn(page, 'guest');
      },
    );
    if (exceptions.length > 0) {
      throw new AggregateError(
        exceptions,
        `The page threw: ${exceptions.map(e => e.message).join('; ')}`,
      );
    }
  },
  comes: async ({ browser, stack, signIns, cookieJar }, provide) => {
    const people = new People({
      browser,
      ...(signIns === 'kept' && { cookieJar }),
    });
    await provide(async (user, options = {}) => {
      const { path = OPERATIONS_PATH, portalUrl = stack.portalUrl } = options;
      const person = await people.come(user, portalUrl);
      await person.open(path);
      return person;
    });
    await people.leave();
  },
  cookieJar: [async ({}, provide) => provide(new Map()), { scope: 'worker' }],
  team: [
    async ({}, provide) => {
      const portal = await startTeamPortal(readStack());
      await provide(portal);
      await portal.stop();
    },
    // A second backend compiles its sources first.
    { scope: 'worker', timeout: 150_000 },
  ],
});

export { expect } from '@playwright/test';
