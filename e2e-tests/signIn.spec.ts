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

import type { Page } from '@playwright/test';
import { ApiClient } from './support/apiClient.ts';
import { expect, test } from './support/fixtures.ts';
import {
  accountButton,
  signIn,
  signOut,
  type UserName,
} from './support/people.ts';
import { picture } from './support/picture.ts';

test.use({ signIns: 'fresh' });

const planButton = (page: Page) =>
  page.getByRole('button', { name: 'Plan P0 – Service down' });

const statusPanel = (page: Page) =>
  page.getByRole('region', { name: 'Status' });

/** Who the portal takes somebody for, as the settings page says it. */
async function expectIdentity(page: Page, portalUrl: string, user: string) {
  await page.goto(new URL('/settings', portalUrl).href);
  await expect(
    page.getByRole('heading', { name: /^User Entity/ }).getByRole('link'),
  ).toHaveAttribute('href', `/catalog/default/user/${user}`);
}

for (const user of ['viewer', 'approver'] as const) {
  test(`the ${user} sees the service, and reads why no run can be started`, async ({
    comes,
  }) => {
    const { page } = await comes(user);
    await expect(statusPanel(page)).toContainText('all 3 hosts are fine');
    await expect(planButton(page)).toBeDisabled();
    await expect(planButton(page)).toHaveAccessibleDescription(
      /may not start runs here.*operator role/,
    );
  });
}

for (const user of ['operator', 'administrator', 'guest'] as const) {
  test(`the ${user} may plan a run`, async ({ comes }) => {
    const { page } = await comes(user);
    await expect(statusPanel(page)).toContainText('all 3 hosts are fine');
    await planButton(page).click();
    await expect(
      page.getByRole('dialog').getByRole('button', { name: 'Show the plan' }),
    ).toBeVisible();
  });
}

test('a browser knows who is there until they sign out, and then lets another in', async ({
  comes,
  stack,
}) => {
  const { page } = await comes('operator');
  await page.reload();
  await expect(planButton(page)).toBeEnabled();
  await expectIdentity(page, stack.portalUrl, 'operator');

  await signOut(page, stack.portalUrl);
  await page.reload();
  await expect(accountButton(page)).toBeVisible();
  await picture(page, 'sign-in');

  const others: readonly UserName[] = ['administrator', 'guest'];
  for (const other of others) {
    await page.goto(stack.portalUrl);
    await signIn(page, other);
    await expectIdentity(page, stack.portalUrl, other);
    await signOut(page, stack.portalUrl);
  }
});

test('two people work at the same time, each as who they are', async ({
  comes,
  stack,
}) => {
  const [first, second] = [await comes('operator'), await comes('operator2')];
  await expectIdentity(first.page, stack.portalUrl, 'operator');
  await expectIdentity(second.page, stack.portalUrl, 'operator2');
  await second.page.goto(new URL('/notifications', stack.portalUrl).href);
  await expect(
    second.page.getByRole('heading', { name: 'Notifications' }).first(),
  ).toBeVisible();
});

test('who closes the window or mistypes is told so, and tries again', async ({
  page,
  stack,
}) => {
  await page.goto(stack.portalUrl);
  const open = async () => {
    const popup = page.waitForEvent('popup');
    await accountButton(page).click();
    return popup;
  };
  const first = await open();
  await first.getByLabel('Password').fill('guess');
  await first.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(first.getByRole('alert')).toContainText('not the password');
  await first.close();
  await expect(page.getByRole('alert')).toContainText('closed before');

  const second = await open();
  await second.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('alert')).toContainText('cancelled');
  await signIn(page, 'viewer');
});

test('a portal in team mode signs the same people in', async ({
  comes,
  stack,
  team,
}) => {
  expect(await new ApiClient(stack).approvals()).toBe('solo');
  expect(await new ApiClient({ portalUrl: team.url }).approvals()).toBe('team');
  const { page } = await comes('approver', { portalUrl: team.url });
  await expectIdentity(page, team.url, 'approver');
});
