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

// @ts-check
import { waitFor } from './wait.mjs';

const TIMEOUT_MS = 60_000;
const ANSWER_MS = 2_000;

/**
 * Waits until an identity provider describes itself. Backstage's OIDC module
 * asks for that once, when the portal starts, and keeps the answer: also when
 * there was none, until the portal is started again.
 *
 * @param {{ metadataUrl: string, while?: () => boolean, timeoutMs?: number }} options
 * @returns {Promise<void>}
 */
export async function waitForIdentityProvider(options) {
  const { metadataUrl, timeoutMs = TIMEOUT_MS } = options;
  await waitFor({
    what: `The identity provider at ${metadataUrl}`,
    timeoutMs,
    attempt: async () => {
      const response = await fetch(metadataUrl, {
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const metadata = await response.json();
      if (!response.ok || typeof metadata.issuer !== 'string') {
        throw new Error(`it answered ${response.status}, without an issuer`);
      }
      return true;
    },
    while: options.while,
  });
}
