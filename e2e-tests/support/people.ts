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

import type { Browser, BrowserContext, Page } from '@playwright/test';
import {
  practicePassword,
  practiceUser,
} from '../../packages/tokpulse-sandbox/src/identity/practiceUsers.ts';

/** A practice account of the sandbox, or nobody in particular. */
export type UserName =
  | 'guest'
  | 'viewer'
  | 'operator'
  | 'operator2'
  | 'approver'
  | 'administrator';

/** The sidebar, or the bar below on a narrow page: somebody is in. */
const inside = (page: Page) =>
  page
    // The sidebar itself has no size, but its links do.
    .getByRole('link', { name: 'Settings', exact: true })
    .or(page.getByTestId('mobile-sidebar-root'))
    .first();

/** What the sign-in page offers to whoever has an account. */
export const accountButton = (page: Page) =>
  page.getByRole('button', { name: 'Sign in with a practice account' });

/**
 * Passes the sign-in page that shows, as somebody; does nothing where the
 * browser still knows who is there.
 *
 * @param page a page of the portal
 */
export async function signIn(page: Page, user: UserName) {
  const button =
    user === 'guest'
      ? page.getByRole('button', { name: 'Enter as guest' })
      : accountButton(page);
  await button.or(inside(page)).first().waitFor();
  if (await button.isVisible()) {
    if (user === 'guest') {
      await button.click();
    } else {
      const popup = page.waitForEvent('popup');
      await button.click();
      await giveAccount(await popup, user);
    }
  }
  await inside(page).waitFor();
}

/** Fills in the page of the identity provider, which then closes. */
async function giveAccount(page: Page, user: UserName) {
  const account = practiceUser(user);
  if (!account) {
    throw new Error(`The sandbox has no account ${user}`);
  }
  const closed = page.waitForEvent('close');
  await page.getByRole('radio', { name: account.displayName }).check();
  await page.getByLabel('Password').fill(practicePassword);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await closed;
}

/** Leaves the portal, and waits for the sign-in page. */
export async function signOut(page: Page, portalUrl: string) {
  await page.goto(new URL('/settings', portalUrl).href);
  await page.getByTestId('user-settings-menu').click();
  await page.getByTestId('sign-out').click();
  await accountButton(page).waitFor();
}

/** Somebody at a browser of their own. */
export interface Person {
  readonly user: UserName;
  readonly page: Page;
  readonly context: BrowserContext;
  /** Opens a page of the portal; signs in where that is asked. */
  open(path: string): Promise<void>;
}

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

/** What browsers know of a sign-in, by portal and person. */
export type CookieJar = Map<string, StorageState>;

/**
 * Lets people come with browsers of their own, which know nothing of each
 * other, and sends them home at the end.
 */
export class People {
  readonly #browser: Browser;
  readonly #cookieJar: CookieJar | undefined;
  readonly #contexts: BrowserContext[] = [];
  readonly #exceptions: Error[] = [];

  constructor(options: {
    readonly browser: Browser;
    /** Whoever is in it comes signed in. */
    readonly cookieJar?: CookieJar;
  }) {
    this.#browser = options.browser;
    this.#cookieJar = options.cookieJar;
  }

  /** Somebody new, who signs in at the first page that they open. */
  async come(user: UserName, portalUrl: string): Promise<Person> {
    const jarKey = `${portalUrl} ${user}`;
    const context = await this.#browser.newContext({
      viewport: { width: 1366, height: 900 },
      storageState: this.#cookieJar?.get(jarKey),
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', error => this.#exceptions.push(error));
    return {
      user,
      page,
      context,
      open: async path => {
        await page.goto(new URL(path, portalUrl).href);
        await signIn(page, user);
        this.#cookieJar?.set(jarKey, await context.storageState());
      },
    };
  }

  /** @throws what the pages threw meanwhile */
  async leave() {
    await Promise.all(this.#contexts.map(context => context.close()));
    if (this.#exceptions.length > 0) {
      throw new AggregateError(
        this.#exceptions,
        `A page threw: ${this.#exceptions.map(e => e.message).join('; ')}`,
      );
    }
  }
}
