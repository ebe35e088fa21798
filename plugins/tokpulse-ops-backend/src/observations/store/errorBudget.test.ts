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

import { errorBudget } from './errorBudget';

describe('errorBudget', () => {
  it('allows 43.2 minutes of 30 days at 99.9 %', () => {
    const slo = errorBudget({
      ...{ objective: 0.999, configured: true },
      figures: { window: '30d', downtimeMs: 60_000 },
    });
    expect(slo).toEqual({
      ...{ objective: 0.999, window: '30d', configured: true },
      ...{ budgetMs: expect.closeTo(43.2 * 60_000, 3), spentMs: 60_000 },
    });
  });

  it('says when more is spent than there is', () => {
    const { budgetMs, spentMs } = errorBudget({
      ...{ objective: 1, configured: false },
      figures: { window: '24h', downtimeMs: 1_000 },
    });
    expect(budgetMs).toBe(0);
    expect(spentMs).toBe(1_000);
  });
});
