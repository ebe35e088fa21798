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

import { ApiClient } from './support/apiClient.ts';
import { expect, test } from './support/fixtures.ts';
import { People, type Person } from './support/people.ts';
import { servicePath, Watcher } from './support/watcher.ts';

/** What the page says of each fault that it can know of. */
const visibleFaults = [
  {
    fault: 'crash',
    state: 'Unhealthy',
    words: /^api does not answer: .*\b502\b/,
  },
  {
    fault: 'slow-database',
    state: 'Degraded',
    words: /^api: database answers in [\d.]+ s, threshold 1 s/,
  },
  {
    fault: 'pool-exhausted',
    state: 'Unhealthy',
    words: /^api: database connection failed: .*time.?out/i,
  },
  {
    fault: 'bad-deploy',
    state: 'Unhealthy',
    words: /^api does not answer: .*\b502\b/,
  },
  {
    fault: 'always-503',
    state: 'Unhealthy',
    words: /^api: the external deps check fails: 0\/2/,
  },
  {
    fault: 'rate-limited',
    settings: { left: 0, seconds: 10 },
    state: 'Unknown',
    words: /^The state of api is not known .*limits our requests \(429\)/,
  },
  // Last, since the heap that was full stays large and crowded for a while.
  {
    fault: 'memory-leak',
    state: 'Unhealthy',
    words: /^api: memory is at [\d.]+ %, threshold 90 %/,
  },
] as const;

/** Nothing that a health check of TokPulse asks is broken by these. */
const silentFaults = [
  'redis-down',
  'provider-errors',
  'provider-slow',
  'lost-reply',
  'expired-stripe-key',
] as const;

/** The owner of the sandbox's first organisation. */
const CUSTOMER = 'Ava.Moreno@juniper-outfitters-1.example';
const MASKED = 'A…@juniper-outfitters-1.example';

test.beforeAll(async ({ sandbox }) => {
  await sandbox.reset();
  // Empties the counter of what other specs have asked.
  await sandbox.clear('rate-limited');
});
test.afterAll(({ sandbox }) => sandbox.reset());

test.describe('Stripe', () => {
  test('that is down leaves everything but the comparison with it', async ({
    comes,
    observed,
    sandbox,
  }) => {
    // Before the first comparison, after which the next one is minutes away.
    await sandbox.inject('stripe-down');
    try {
      const { page } = await comes('operator', {
        path: servicePath('tokpulse', { section: 'subscriptions' }),
        portalUrl: observed.url,
      });
      const subscriptions = page.getByRole('region', {
        name: 'Subscriptions',
      });
      await expect(subscriptions).toContainText(/not (checked|compared)/i);
      await expect(
        subscriptions.getByRole('list', { name: 'What is wrong with them' }),
      ).toContainText(/trial/i);
      const open = async () => {
        await subscriptions.getByRole('button', { name: 'Customer…' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel(/^E-mail address/).fill(CUSTOMER);
        await dialog.getByLabel(/^Why do you look/).fill('Asks for an invoice');
        await dialog.getByRole('button', { name: 'Look up' }).click();
        await dialog.getByRole('button', { name: /^Details of/ }).click();
        return page.getByRole('dialog', { name: /^Subscription of/ });
      };
      const dialog = await open();
      await expect(dialog).toContainText(/not checked.*Stripe/i);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await new Watcher({ page }).readsHealthy();

      await sandbox.clear('stripe-down');
      await expect(await open()).toContainText(/Stripe says the same|Differs/);
    } finally {
      await sandbox.clear('stripe-down');
    }
  });
});

test.describe('an operator who keeps the page open', () => {
  let people: People;
  let operator: Person;
  let watcher: Watcher;

  test.beforeAll(async ({ browser, observed }) => {
    people = new People({ browser });
    operator = await people.come('operator', observed.url);
    await operator.open(servicePath('tokpulse'));
    watcher = new Watcher(operator);
  });
  test.afterAll(() => people.leave());
  test.beforeEach(() => watcher.readsHealthy());

  for (const { fault, state, words, ...more } of visibleFaults) {
    test(`reads of ${fault} within two collections, and of its end`, async ({
      sandbox,
    }) => {
      const settings = 'settings' in more ? more.settings : undefined;
      await sandbox.inject(fault, settings);
      try {
        await watcher.reads(state, words);
        await expect(watcher.incident).toHaveCount(
          state === 'Unhealthy' ? 1 : 0,
        );
      } finally {
        await sandbox.clear(fault);
      }
      await watcher.readsHealthy();
      await expect(watcher.incident).toHaveCount(0);
    });
  }

  for (const fault of silentFaults) {
    test(`reads nothing of ${fault}, which no health check can see`, async ({
      observed,
      sandbox,
    }) => {
      const api = new ApiClient({ portalUrl: observed.url });
      const { at: before } = await api.reading('tokpulse');
      await sandbox.inject(fault);
      try {
        const since = new Set<string | undefined>([before]);
        await expect
          .poll(async () => {
            const { at, status } = await api.reading('tokpulse');
            expect(status).toBe('healthy');
            return since.add(at).size;
          })
          // The first of them may have begun before the fault.
          .toBeGreaterThan(3);
        await watcher.readsHealthy();
        await expect(watcher.incident).toHaveCount(0);
      } finally {
        await sandbox.clear(fault);
      }
    });
  }

  test('sees that somebody else acknowledges an incident, and its clock stops', async ({
    comes,
    observed,
    sandbox,
  }) => {
    await sandbox.inject('crash');
    try {
      await expect(watcher.clock).toHaveText(/^\d+:\d\d of 5:00 to respond/);
      const { page } = await comes('operator2', {
        path: servicePath('tokpulse'),
        portalUrl: observed.url,
      });
      const other = new Watcher({ page });
      await other.incident
        .getByRole('button', { name: 'Acknowledge the incident of TokPulse' })
        .click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(/^Note/).fill('I restart it');
      await dialog.getByRole('button', { name: 'I see to it' }).click();

      for (const each of [other, watcher]) {
        await expect(each.incident).toContainText(/Acknowledged by operator2/i);
        await expect(each.incident).toContainText('Note: I restart it');
        await expect(each.clock).toHaveCount(0);
      }
    } finally {
      await sandbox.clear('crash');
    }
    await expect(watcher.incident).toHaveCount(0);
  });
});

test('a customer is looked up with a reason, masked, and revealed with another', async ({
  comes,
  observed,
}) => {
  const { page } = await comes('operator', {
    path: servicePath('tokpulse', { section: 'subscriptions' }),
    portalUrl: observed.url,
  });
  await page.getByRole('button', { name: 'Customer…' }).click();
  const dialog = page.getByRole('dialog');
  const find = dialog.getByRole('button', { name: 'Look up' });
  await dialog.getByLabel(/^E-mail address/).fill(CUSTOMER);
  await expect(find).toBeDisabled();
  await dialog.getByLabel(/^Why do you look/).fill('Asks for an invoice');
  await find.click();

  const found = dialog.getByRole('list', { name: 'People' });
  await expect(found).toContainText(MASKED);
  await expect(page.getByText(CUSTOMER)).toHaveCount(0);

  await found.getByRole('button', { name: `Reveal ${MASKED}` }).click();
  const why = found.getByLabel(/^Why do you need to see them/);
  const reveal = found.getByRole('button', { name: 'Reveal', exact: true });
  await why.fill('');
  await expect(reveal).toBeDisabled();
  await why.fill('Has to be called back');
  await reveal.click();
  await expect(found).toContainText(CUSTOMER);
  await expect(found).toContainText('Ava Moreno');
});

test('the link of a notification opens the plan of its runbook', async ({
  comes,
  observed,
}) => {
  const { page } = await comes('operator', {
    path: servicePath('tokpulse', { plan: 'service-down' }),
    portalUrl: observed.url,
  });
  await expect(
    page.getByRole('dialog', { name: 'Plan: P0 – Service down' }),
  ).toBeVisible();
});

test('a service of one URL tells its health, and what it would need for more', async ({
  comes,
  observed,
}) => {
  const { page } = await comes('operator', {
    path: servicePath('website', { section: 'health' }),
    portalUrl: observed.url,
  });
  await new Watcher({ page }).readsHealthy('The website');
  await expect(
    page.getByRole('region', { name: 'Health', exact: true }),
  ).toContainText('last 24 hours');
  await expect(
    page.getByRole('region', { name: 'Hosts and checks' }),
  ).toContainText('site');
  await expect(
    page.getByText('The subscriptions of The website cannot be read yet'),
  ).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Not set up yet' }),
  ).toContainText('Database look-ups need postgres');
});
