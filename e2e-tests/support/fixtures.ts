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

import { test as base, type Page } from '@playwright/test';
import { SandboxClient } from './sandboxClient.ts';
import { readStack, type Stack } from './stack.ts';

/** Where the operator begins. */
const OPERATIONS_PATH =
  '/catalog/default/component/tokpulse-partner-app/operations';

interface Fixtures {
  readonly stack: Stack;
  readonly sandbox: SandboxClient;
  /** Signs in as guest and opens a page of the portal. */
  readonly open: (path?: string, portalUrl?: string) => Promise<void>;
}

async function enter(page: Page) {
  const enterButton = page.getByRole('button', { name: 'Enter' });
  // The sidebar itself has no size, but its links do.
  const settings = page.getByRole('link', { name: 'Settings', exact: true });
  await enterButton.or(settings).first().waitFor();
  if (await enterButton.isVisible()) {
    await enterButton.click();
  }
  await settings.waitFor();
}

export const test = base.extend<Fixtures>({
  stack: async ({}, provide) => {
    await provide(readStack());
  },
  sandbox: async ({ stack }, provide) => {
    await provide(new SandboxClient({ url: stack.sandboxUrl }));
  },
  open: async ({ page, stack }, provide) => {
    // An exception in the page fails the test that was under way.
    const exceptions: Error[] = [];
    page.on('pageerror', error => exceptions.push(error));
    await provide(
      async (path = OPERATIONS_PATH, portalUrl = stack.portalUrl) => {
        await page.goto(new URL(path, portalUrl).href);
        await enter(page);
      },
    );
    if (exceptions.length > 0) {
      throw new AggregateError(
        exceptions,
        `The page threw: ${exceptions.map(e => e.message).join('; ')}`,
      );
    }
  },
});

export { expect } from '@playwright/test';
