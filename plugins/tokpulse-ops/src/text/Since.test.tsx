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

import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { ago } from '../__fixtures__/times';
import { Since } from './Since';

describe('How long something has been so', () => {
  it('is a moment while it has just begun', async () => {
    renderInTestApp(<Since at={ago({ seconds: 0 })} />);

    expect(await screen.findByText('since a moment ago')).toBeVisible();
  });

  it('is a duration with the exact beginning on hover', async () => {
    renderInTestApp(<Since at={ago({ minutes: 14, seconds: 30 })} />);

    expect(await screen.findByText(/^14 min/)).toHaveAttribute(
      'title',
      expect.stringContaining('UTC'),
    );
  });
});
