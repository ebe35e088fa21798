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

test('the portal opens on the service that is operated', async ({
  open,
  page,
}) => {
  await open();

  await expect(
    page.getByRole('heading', { name: 'TokPulse partner app' }),
  ).toBeVisible();
  const status = page.getByRole('region', { name: 'Status' });
  await expect(status.getByText('all 3 hosts are fine')).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Plan P0 – Service down' }),
  ).toBeVisible();
  await expect(page).toHaveTitle(/TokPulse Ops/);
});
