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
import { expect, test } from './support/fixtures.ts';
import { ASK, BREAK, Practice } from './support/practice.ts';

/** What everybody who watches a run may have to wait for. */
const WITHIN_MS = 1_000;

test.beforeEach(({ sandbox }) => sandbox.reset());
test.afterEach(async ({ runs, teamRuns }) => {
  await runs.cancelAll();
  await teamRuns.cancelAll();
});
test.afterAll(({ sandbox }) => sandbox.reset());

/** The time at which a page says something, by its own observation. */
function saidAt(page: Page, words: string): Promise<number> {
  return page.evaluate(
    sought =>
      new Promise<number>(resolve => {
        const observer = new MutationObserver(() => look());
        const look = () => {
          if (document.body.innerText.includes(sought)) {
            observer.disconnect();
            resolve(Date.now());
          }
        };
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
        });
        look();
      }),
    words,
  );
}

test('one leads, the other watches, and both see within a second who', async ({
  comes,
}) => {
  const first = await comes('operator');
  const lead = new Practice({ page: first.page });
  const runId = await lead.starts();
  await lead.seesNext(`Waiting for your confirmation: ${BREAK}`);

  const second = await comes('operator2', {
    path: `/tokpulse-ops/runs/${runId}`,
  });
  await expect(
    second.page.getByText('Led by Olaf Brandt; you observe'),
  ).toBeVisible();
  await expect(
    second.page.getByRole('button', { name: `Confirm: ${BREAK}` }),
  ).toBeDisabled();

  const apart: number[] = [];
  const takesOver = async (taker: Page, watcher: Page, name: string) => {
    const said = Promise.all([
      saidAt(taker, 'You lead this run'),
      saidAt(watcher, `Led by ${name}; you observe`),
    ]);
    await taker.getByRole('button', { name: 'Take over' }).first().click();
    const [here, there] = await said;
    apart.push(Math.abs(here - there));
  };
  await takesOver(second.page, first.page, 'Oyuki Tanaka');
  await takesOver(first.page, second.page, 'Olaf Brandt');
  await takesOver(second.page, first.page, 'Oyuki Tanaka');
  // Another process may take the processor while one of them draws.
  const [, middle] = apart.sort((a, b) => a - b);
  expect(middle, `${apart}`).toBeLessThan(WITHIN_MS);

  await new Practice({ page: second.page }).confirms(BREAK);
  await lead.seesNext(`A decision is needed: ${ASK}`);
});

test('in a team who takes over says why, and everybody reads it', async ({
  comes,
  team,
}) => {
  const portalUrl = team.url;
  const first = await comes('operator', { portalUrl });
  const lead = new Practice({ page: first.page });
  const runId = await lead.starts();
  await lead.seesNext(`Waiting for approval: ${BREAK}`);

  const { page } = await comes('operator2', {
    portalUrl,
    path: `/tokpulse-ops/runs/${runId}`,
  });
  await page.getByRole('button', { name: 'Take over' }).first().click();
  const dialog = page.getByRole('dialog', {
    name: 'Take over from Olaf Brandt?',
  });
  const take = dialog.getByRole('button', { name: 'Take over' });
  await expect(take).toBeDisabled();
  await dialog.getByLabel(/^Why do you take over/).fill('Olaf is on a train');
  await take.click();
  await expect(page.getByText('You lead this run')).toBeVisible();

  await expect(
    first.page.getByText('Led by Oyuki Tanaka; you observe'),
  ).toBeVisible();
  await first.page.reload();
  await lead.opensRecord();
  await lead.seesInRecord(/Oyuki Tanaka took over from/);
  await lead.seesInRecord('Olaf is on a train');
});
