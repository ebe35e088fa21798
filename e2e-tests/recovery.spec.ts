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

test.beforeEach(({ sandbox }) => sandbox.reset());
test.afterEach(({ runs }) => runs.cancelAll());
test.afterAll(({ sandbox }) => sandbox.reset());

test('a failed step goes on with another input, planned and seen before', async ({
  open,
  page,
}) => {
  const operator = new Practice({ page });
  await open();
  await operator.starts();
  await operator.getsIntoTrouble();

  await operator.chooses('edit');
  await operator.goesOn('edit');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Edit as JSON' }).click();
  await dialog
    .getByRole('textbox', { name: 'Input as JSON' })
    .fill(JSON.stringify({ host: 'api', path: '/health' }));
  await dialog.getByRole('button', { name: 'Show the new plan' }).click();
  await expect(dialog.getByLabel('What you changed')).toContainText(
    '"/nowhere" → "/health"',
  );
  await dialog.getByRole('button', { name: 'Go on with this plan' }).click();

  await operator.seesStep(ASK, 'Succeeded');
  await operator.confirms(MEND);
  await operator.seesEnd(/All steps are through/);
  await operator.opensRecord();
  await operator.seesInRecord(
    `edited the input of “${ASK}”; the rest follows a new plan`,
  );
});

test('a failed step is done by hand, with words and a file that stay', async ({
  open,
  page,
  stack,
}) => {
  const operator = new Practice({ page });
  await open();
  const runId = await operator.starts();
  await operator.getsIntoTrouble();

  // Nothing is lost when the page is loaded anew.
  await page.reload();
  await operator.seesTrouble();

  await operator.chooses('byHand');
  await operator.says(/^Evidence/, 'curl said 200 OK');
  const picked = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add files' }).click();
  await (
    await picked
  ).setFiles({
    name: 'answer.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('HTTP/1.1 200 OK\n'),
  });
  await expect(
    page.getByRole('list', { name: 'Files of evidence' }),
  ).toContainText('uploaded');
  await operator.goesOn('byHand');
  await operator.seesStep(ASK, 'Done by hand');
  await expect(operator.step(ASK, 'Done by hand')).toContainText(
    'curl said 200 OK',
  );
  await operator.confirms(MEND);
  await operator.seesEnd(/1 done by hand/);

  await page.goto(new URL(`/tokpulse-ops/runs/${runId}`, stack.portalUrl).href);
  await operator.seesStep(ASK, 'Done by hand');
  await operator.opensRecord();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save answer.txt' }).click();
  const saved = await (await download).createReadStream();
  expect((await saved.toArray()).join('')).toBe('HTTP/1.1 200 OK\n');
});

test('a failed step is skipped only with a reason, which the page shows', async ({
  open,
  page,
}) => {
  const operator = new Practice({ page });
  await open();
  await operator.starts();
  await operator.getsIntoTrouble();

  await operator.chooses('skip');
  const skip = page.getByRole('button', { name: 'Skip the step' });
  await expect(skip).toBeDisabled();
  await operator.says(/^Why can it be skipped/, 'The path is wrong');
  await skip.click();

  await operator.seesStep(ASK, 'Skipped');
  await expect(operator.step(ASK, 'Skipped')).toContainText(
    'The path is wrong',
  );
  await operator.confirms(MEND);
  await operator.seesEnd(/1 skipped/);
});

test('what a run did is taken back: seen first, then gone', async ({
  open,
  page,
  sandbox,
}) => {
  const operator = new Practice({ page });
  await open();
  await operator.starts();
  await operator.getsIntoTrouble();
  expect(await sandbox.has(FAULT)).toBe(true);
  const parent = page.url();

  await operator.chooses('undo');
  await operator.goesOn('undo');
  const dialog = page.getByRole('dialog');
  const order = dialog.getByRole('list', { name: /What is taken back/ });
  await expect(order).toContainText(BREAK);
  await expect(order).toContainText('sandbox:clear-fault');
  expect(await sandbox.has(FAULT)).toBe(true);
  await dialog.getByRole('button', { name: 'Undo: 1 step' }).click();

  await page.getByRole('link', { name: 'Open the undo' }).click();
  await page.getByRole('button', { name: /^Confirm: / }).click();
  await operator.seesEnd(/All steps are through/);
  expect(await sandbox.has(FAULT)).toBe(false);

  await page.goto(parent);
  await operator.seesEnd(/The run was stopped/);
  await expect(operator.step(BREAK, 'Taken back')).toBeVisible();
});
