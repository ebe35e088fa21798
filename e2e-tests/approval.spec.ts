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
import { ASK, BREAK, FAULT, MEND, Practice } from './support/practice.ts';

const REFUSED = 'You asked for it; somebody else has to answer';
const asked = `Waiting for approval: ${BREAK}`;

test.beforeEach(({ sandbox }) => sandbox.reset());
test.afterEach(({ teamRuns }) => teamRuns.cancelAll());
test.afterAll(({ sandbox }) => sandbox.reset());

test('nobody approves their own run; somebody else does, and it goes on', async ({
  comes,
  sandbox,
  team,
}) => {
  const portalUrl = team.url;
  const operator = await comes('operator', { portalUrl });
  const lead = new Practice({ page: operator.page });
  await lead.starts({ path: '/health', reason: 'Practice' });
  await lead.seesNext(asked);
  await expect(lead.next(asked)).toContainText('You may not approve here');
  await expect(
    operator.page.getByRole('button', { name: 'Approve' }),
  ).toBeHidden();
  expect(await sandbox.has(FAULT)).toBe(false);

  const approver = await comes('approver', {
    portalUrl,
    path: '/tokpulse-ops/approvals',
  });
  await approver.page
    .getByRole('button', { name: 'Look at Practise on the sandbox and answer' })
    .click();
  const dialog = approver.page.getByRole('dialog');
  const changes = dialog.getByRole('list', { name: 'What it changes' });
  await expect(changes).toContainText(BREAK);
  await expect(changes).toContainText(MEND);
  await dialog.getByLabel(/^Comment/).fill('Go ahead');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(
    approver.page.getByText('Your answer is recorded'),
  ).toBeVisible();

  await lead.seesStep(ASK, 'Succeeded');
  await lead.seesEnd(/All steps are through/);
  await operator.page.reload();
  await lead.opensRecord();
  await lead.seesInRecord(/approver, about .*: Approved.*Go ahead/);
});

test('who administrates cannot approve what they asked for either', async ({
  comes,
  team,
}) => {
  const administrator = await comes('administrator', { portalUrl: team.url });
  const lead = new Practice({ page: administrator.page });
  await lead.starts();
  await lead.seesNext(asked);
  await expect(lead.next(asked)).toContainText(REFUSED);
  await expect(
    administrator.page.getByRole('button', { name: 'Approve' }),
  ).toBeHidden();

  await administrator.open('/tokpulse-ops/approvals');
  await expect(
    administrator.page.getByText('Nothing waits for your approval'),
  ).toBeVisible();
});

test('a rejection says why, and leaves the decision to the lead', async ({
  comes,
  sandbox,
  team,
}) => {
  const portalUrl = team.url;
  const operator = await comes('operator', { portalUrl });
  const lead = new Practice({ page: operator.page });
  const runId = await lead.starts();
  await lead.seesNext(asked);

  const { page } = await comes('approver', {
    portalUrl,
    path: `/tokpulse-ops/runs/${runId}`,
  });
  await page.getByLabel(/^Comment/).fill('Not during the sale');
  await page.getByRole('button', { name: 'Reject' }).click();

  await lead.seesNext(`Your decision is needed: ${BREAK}`);
  await expect(lead.next(`Your decision is needed: ${BREAK}`)).toContainText(
    'Not during the sale',
  );
  expect(await sandbox.has(FAULT)).toBe(false);
});
