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

import { requiredVariable } from '../shared/serve';

/** The release that expects a variable which production does not have. */
export const brokenRelease = '2.3.0';
export const variableOfBrokenRelease = 'STRIPE_PRICE_ID_GROWTH';

const warmUpMs = 400;

/**
 * What differs between the releases. 2.3.0 loads its prices shortly after it
 * is up, so that it passes the platform's health check and then dies.
 */
export function startReleaseWork(version: string): void {
  if (version === brokenRelease) {
    setTimeout(() => {
      const price = requiredVariable(variableOfBrokenRelease);
      console.log(`Billing catalogue loaded, growth plan is ${price}`);
    }, warmUpMs);
  }
}
