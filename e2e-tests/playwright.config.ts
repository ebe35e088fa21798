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

import { defineConfig } from '@playwright/test';
import { findChromium } from '../scripts/lib/systemPackages.mjs';

const jsonReport = process.env.PLAYWRIGHT_JSON_OUTPUT_FILE;

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  globalSetup: './support/globalSetup.ts',
  outputDir: '../.cache/test-results/browser',

  timeout: 120_000,
  expect: { timeout: 20_000 },
  // All specs share one sandbox, and what they do is break it.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: jsonReport
    ? [['list'], ['json', { outputFile: jsonReport }]]
    : [['list']],

  use: {
    viewport: { width: 1366, height: 900 },
    screenshot: 'only-on-failure',
    // What was done, without a picture of the page at every step: of pages as
    // long as these, taking them makes up two fifths of the time of a test.
    trace: { mode: 'retain-on-failure', snapshots: false, screenshots: false },
    launchOptions: {
      executablePath: findChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
      ],
    },
  },
});
