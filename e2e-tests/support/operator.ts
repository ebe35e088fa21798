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

import { expect, type Page } from '@playwright/test';

const RUNBOOK = 'P0 – Service down';
const RESTART = 'Restart the partner app';

/** What the operator does on the pages, in the words of the pages. */
export class Operator {
  readonly #page: Page;

  constructor(options: { readonly page: Page }) {
    this.#page = options.page;
  }

  /** The service's state and the reason, as the Operations tab says them. */
  async seesHealth(status: string, reason: RegExp) {
    const panel = this.#page.getByRole('region', { name: 'Status' });
    // A collection is five seconds, and longer on a machine that is busy.
    await expect(panel).toContainText(status, { timeout: 45_000 });
    await expect(panel).toContainText(reason);
  }

  /** Plans the runbook for a service that is down, and starts it. */
  async startsServiceDown() {
    const page = this.#page;
    await page.getByRole('button', { name: `Plan ${RUNBOOK}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByLabel(/Why do you run it/)
      .fill('The partner app does not answer');
    await dialog.getByRole('button', { name: 'Show the plan' }).click();
    await expect(dialog).toContainText(
      new RegExp(`Changes\\s*\\d+ ${RESTART}`),
    );
    await dialog.getByRole('button', { name: /^Start(:| and|,)/ }).click();
    await page.waitForURL(/\/tokpulse-ops\/runs\//);
    return page.url().split('/').pop() ?? '';
  }

  async confirmsRestart() {
    await this.#page
      .getByRole('button', { name: `Confirm: ${RESTART}` })
      .click({ timeout: 60_000 });
  }

  async seesStep(name: string, state: string, timeout = 60_000) {
    const step = this.#page
      .getByRole('listitem')
      .filter({ hasText: name })
      .filter({ hasText: state })
      .first();
    await expect(step).toBeVisible({ timeout });
  }

  async seesRestartVerified() {
    await this.seesStep(RESTART, 'Succeeded');
  }

  async seesRunSucceeded() {
    await expect(this.#page.getByText(/All steps are through/)).toBeVisible({
      timeout: 60_000,
    });
  }
}
