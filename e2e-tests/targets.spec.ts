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
import { BREAK, Practice } from './support/practice.ts';

const TARGET = 'tokpulse/sandbox';

test.beforeEach(({ sandbox }) => sandbox.reset());
test.afterEach(({ runs }) => runs.cancelAll());
test.afterAll(({ sandbox }) => sandbox.reset());

test('a run waits for a target, sees its holder, and may take it away', async ({
  comes,
}) => {
  const operator = await comes('operator');
  const holder = new Practice({ page: operator.page });
  await holder.starts();
  await holder.getsIntoTrouble();

  const { page } = await comes('administrator');
  const waiter = new Practice({ page });
  await waiter.starts();
  await waiter.confirms(BREAK);
  await waiter.seesNext(`Waiting for ${TARGET}`);
  await expect(waiter.next(`Waiting for ${TARGET}`)).toContainText(
    'Held by “Practise on the sandbox”, led by Olaf Brandt',
  );

  await operator.open('/tokpulse-ops/locks');
  await expect(operator.page.getByText(TARGET).first()).toBeVisible();
  await expect(
    operator.page.getByRole('list', { name: `Waiting for ${TARGET}` }),
  ).toContainText('led by Ada Moreau');
  await operator.page.goBack();
  await holder.seesTrouble();

  await page.getByRole('button', { name: 'Take the target away…' }).click();
  const dialog = page.getByRole('dialog', {
    name: `Take ${TARGET} away from its holder?`,
  });
  const steal = dialog.getByRole('button', { name: 'Take it away' });
  await expect(steal).toBeDisabled();
  await dialog
    .getByLabel(/^Why can it not wait/)
    .fill('The shop has to open at eight');
  await steal.click();

  await waiter.seesTrouble();
  await holder.opensRecord();
  await holder.seesInRecord(`administrator took ${TARGET} away from this run`);
});
