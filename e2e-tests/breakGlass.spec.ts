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

import { expect, test } from './support/fixtures.ts';
import { BREAK, FAULT, MEND, Practice } from './support/practice.ts';

const REASON = 'Every shop is down and nobody answers';
const BROKEN = 'The glass is broken: this run goes on without approvals';

test.beforeEach(({ sandbox }) => sandbox.reset());
test.afterEach(({ teamRuns }) => teamRuns.cancelAll());
test.afterAll(({ sandbox }) => sandbox.reset());

test('broken glass lets a run go on, and somebody else closes its review', async ({
  comes,
  sandbox,
  team,
}) => {
  const portalUrl = team.url;
  const operator = await comes('operator', { portalUrl });
  const lead = new Practice({ page: operator.page });
  const runId = await lead.starts({ path: '/health' });
  const path = `/tokpulse-ops/runs/${runId}`;
  await lead.seesNext(`Waiting for approval: ${BREAK}`);
  await expect(
    operator.page.getByRole('button', { name: 'Break the glass…' }),
  ).toBeDisabled();

  const administrator = await comes('administrator', { portalUrl, path });
  await expect(
    administrator.page.getByText(/^Asked by Olaf Brandt/),
  ).toBeVisible();
  await administrator.page
    .getByRole('button', { name: 'Break the glass…' })
    .click();
  const dialog = administrator.page.getByRole('dialog', {
    name: 'Break the glass?',
  });
  const confirm = dialog.getByRole('button', { name: 'Break the glass' });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel(/^Why can it not wait/).fill(REASON);
  await confirm.click();

  // Notifications of the portal are alerts, too.
  const glass = operator.page.getByRole('alert').filter({ hasText: BROKEN });
  await expect(glass).toContainText(REASON);
  await lead.seesStep(MEND, 'Succeeded');
  await lead.seesEnd(/All steps are through/);
  expect(await sandbox.has(FAULT)).toBe(false);

  // Who broke it and who asked for the run have had a part in it.
  for (const { page, open } of [administrator, operator]) {
    await open('/tokpulse-ops/reviews');
    await expect(page.getByText(`Why: ${REASON}`)).toBeVisible();
    await expect(
      page.getByRole('button', { name: /^Close the review of/ }),
    ).toBeHidden();
  }

  const { page } = await comes('approver', {
    portalUrl,
    path: '/tokpulse-ops/reviews',
  });
  await page.getByRole('button', { name: /^Close the review of/ }).click();
  const closing = page.getByRole('dialog', { name: 'Close this review?' });
  await closing.getByLabel(/^What did you find/).fill('It had to be done');
  await closing.getByRole('button', { name: 'Close the review' }).click();
  await expect(page.getByText('No review is open')).toBeVisible();

  await operator.open(path);
  await expect(
    operator.page
      .getByRole('alert')
      .filter({ hasText: /Reviewed by Arne Holm.*It had to be done/ }),
  ).toBeVisible();
});
