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

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

const imagesDir = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../docs/images',
);

/**
 * Takes a picture for the documentation, if the run was started to renew them:
 * `UPDATE_SCREENSHOTS=1 npm test -- browser`.
 *
 * @param name the file in docs/images, without its ending
 */
export async function picture(page: Page, name: string) {
  if (process.env.UPDATE_SCREENSHOTS) {
    await page.screenshot({
      path: path.join(imagesDir, `${name}.png`),
      animations: 'disabled',
    });
  }
}
