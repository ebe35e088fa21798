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

/**
 * Two collections of a second each and the slowest answer of a troubled service
 * are a few seconds; on a machine that is busy with other things, many.
 */
const TWO_COLLECTIONS_MS = 45_000;

/** A section of the service's page that the address names. */
type SectionName = 'health' | 'subscriptions';

/** The address of a service's page. */
export const servicePath = (
  service: string,
  search: { readonly section?: SectionName; readonly plan?: string } = {},
) => {
  const params = new URLSearchParams(search).toString();
  return `/tokpulse-ops/services/${service}${params && `?${params}`}`;
};

/** What somebody reads on the page of a service. */
export class Watcher {
  readonly #page: Page;

  constructor(options: { readonly page: Page }) {
    this.#page = options.page;
  }

  get status(): Locator {
    return this.#page.getByRole('region', { name: 'Status' });
  }

  /** The one sentence that says what is wrong. */
  get headline(): Locator {
    return this.status.locator('p[aria-live]');
  }

  /** The incident that is open. */
  get incident(): Locator {
    return this.status.getByRole('group', { name: 'Open incident' });
  }

  /** The response clock of the incident. */
  get clock(): Locator {
    return this.incident.getByRole('timer');
  }

  /** Within two collections. */
  async reads(state: string, words: RegExp) {
    await expect(this.headline).toHaveText(words, {
      timeout: TWO_COLLECTIONS_MS,
    });
    await expect(this.status.getByText(state, { exact: true })).toBeVisible();
  }

  async readsHealthy(title = 'TokPulse') {
    await this.reads('Healthy', new RegExp(`^${title} is healthy since`));
  }
}
