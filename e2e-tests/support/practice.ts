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

import { expect, type Locator, type Page } from '@playwright/test';

const RUNBOOK = 'Practise on the sandbox';

/** The steps of the practice runbook that somebody has to do with. */
export const BREAK = 'Bring the fault about';
export const ASK = 'Ask the partner app';
export const MEND = 'Take the fault away';

/** The fault that the practice runbook brings about. */
export const FAULT = 'slow-database';

/** What the practice service answers with 404, so that the step fails. */
const NOWHERE = '/nowhere';

/** Reads, a change and its verification, on a machine that is busy. */
const STEP_MS = 45_000;

/** A way to go on after a failure, and the button that takes it. */
const choices = {
  edit: { name: 'Edit and retry', button: 'Edit the input…' },
  skip: { name: 'Skip', button: 'Skip the step' },
  byHand: { name: 'Done by hand', button: 'It is done: go on' },
  undo: { name: 'Undo', button: 'See what would be undone…' },
} as const;

/** Somebody on the pages of a practice run, in the words of the pages. */
export class Practice {
  readonly #page: Page;

  constructor(options: { readonly page: Page }) {
    this.#page = options.page;
  }

  /**
   * Plans the practice runbook on the Operations tab, and starts it.
   *
   * @returns id of the run, whose page shows then
   */
  async starts(
    options: { readonly path?: string; readonly reason?: string } = {},
  ): Promise<string> {
    const { path = NOWHERE, reason } = options;
    const page = this.#page;
    await page.getByRole('button', { name: `Plan ${RUNBOOK}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Path to ask afterwards').fill(path);
    await dialog.getByRole('button', { name: 'Show the plan' }).click();
    if (reason !== undefined) {
      await dialog.getByLabel(/Why are you running this/).fill(reason);
    }
    await dialog.getByRole('button', { name: /^Start(:| and|,)/ }).click();
    await page.waitForURL(/\/tokpulse-ops\/runs\//);
    return page.url().split('/').pop() ?? '';
  }

  /** What there is to do next, by its title. */
  next(title: string | RegExp): Locator {
    return this.#page.getByRole('region', { name: title });
  }

  async seesNext(title: string | RegExp) {
    await expect(this.next(title)).toBeVisible({ timeout: STEP_MS });
  }

  async confirms(step: string) {
    await this.#page
      .getByRole('button', { name: `Confirm: ${step}` })
      .click({ timeout: STEP_MS });
  }

  /** Brings the fault about, and is asked what to do about the step after it. */
  async getsIntoTrouble() {
    await this.confirms(BREAK);
    await this.seesTrouble();
  }

  async seesTrouble() {
    await this.seesNext(`Your decision is needed: ${ASK}`);
  }

  /** Chooses how the run goes on, which asks for a reason or more. */
  async chooses(choice: keyof typeof choices) {
    await this.#page
      .getByRole('radio', { name: choices[choice].name, exact: true })
      .check();
  }

  /** Fills in what a choice asks for. */
  async says(label: string | RegExp, text: string) {
    await this.#page.getByRole('textbox', { name: label }).fill(text);
  }

  /** Presses the button of the choice. */
  async goesOn(choice: keyof typeof choices) {
    await this.#page
      .getByRole('button', { name: choices[choice].button })
      .click();
  }

  /** A step of the timeline that is in a state. */
  step(name: string, state: string): Locator {
    return this.#page
      .getByRole('listitem')
      .filter({ has: this.#page.getByText(name, { exact: true }) })
      .filter({ hasText: state })
      .first();
  }

  async seesStep(name: string, state: string) {
    await expect(this.step(name, state)).toBeVisible({ timeout: STEP_MS });
  }

  async seesEnd(words: RegExp) {
    await expect(this.#page.getByText(words).first()).toBeVisible({
      timeout: STEP_MS,
    });
  }

  /** Opens what stays of the run. */
  async opensRecord() {
    await this.#page.getByRole('tab', { name: 'Record' }).click();
  }

  /** One line of what happened, in the record. */
  async seesInRecord(words: string | RegExp) {
    await expect(this.#page.getByText(words).first()).toBeVisible();
  }
}
