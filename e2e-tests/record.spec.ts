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
import { ASK, BREAK, MEND, Practice } from './support/practice.ts';

interface ExportedRun {
  readonly format: string;
  readonly run: { readonly id: string; readonly state: string };
  readonly steps: readonly { readonly name: string; readonly state: string }[];
  readonly people: readonly { readonly actor: string; readonly what: string }[];
  readonly verification: { readonly valid: boolean; readonly events: number };
}

test.beforeEach(({ sandbox }) => sandbox.reset());
test.afterEach(({ runs }) => runs.cancelAll());
test.afterAll(({ sandbox }) => sandbox.reset());

async function downloads(page: Page, button: string) {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  const file = await download;
  const content = await (await file.createReadStream()).toArray();
  return {
    name: file.suggestedFilename(),
    text: Buffer.concat(content).toString('utf8'),
  };
}

test('a run that is over is proven and taken along as Markdown and JSON', async ({
  comes,
}) => {
  const { page } = await comes('operator');
  const operator = new Practice({ page });
  const runId = await operator.starts({
    path: '/health',
    reason: 'A fire drill',
  });
  await operator.confirms(BREAK);
  await operator.confirms(MEND);
  await operator.seesEnd(/All steps are through/);

  await operator.opensRecord();
  await page.getByRole('button', { name: 'Verify the record' }).click();
  await expect(page.getByText(/^Intact: all \d+ events/)).toBeVisible();

  const markdown = await downloads(page, 'Markdown');
  expect(markdown.name).toMatch(/\.md$/);
  expect(markdown.text).toContain('# Record of a run: Practise on the sandbox');
  expect(markdown.text).toContain('A fire drill');
  expect(markdown.text).toContain('## Who did what');
  expect(markdown.text).toMatch(/The chain of \d+ events is whole/);
  expect(markdown.text).toContain(ASK);

  const json = await downloads(page, 'JSON');
  expect(json.name).toMatch(/\.json$/);
  const record: ExportedRun = JSON.parse(json.text);
  expect(record.run).toMatchObject({ id: runId, state: 'succeeded' });
  expect(record.verification.valid).toBe(true);
  expect(record.steps.find(({ name }) => name === BREAK)).toMatchObject({
    state: 'succeeded',
  });
  expect(
    record.people.filter(({ actor }) => actor === 'user:default/operator')
      .length,
  ).toBeGreaterThanOrEqual(3);
});
