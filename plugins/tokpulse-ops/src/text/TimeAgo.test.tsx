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
import { TimeAgo } from './TimeAgo';

describe('TimeAgo', () => {
  it('says how long ago, and the exact time on hover', async () => {
    const at = new Date(Date.now() - 3 * 60_000).toISOString();
    renderInTestApp(<TimeAgo at={at} />);

    const time = await screen.findByText('3 minutes ago');
    expect(time).toHaveAttribute('title', expect.stringContaining('UTC'));
    expect(time.title).toContain(at.slice(0, 19).replace('T', ' '));
  });

  it('does not look into the future when the clocks differ a little', async () => {
    renderInTestApp(<TimeAgo at={Date.now() + 3_000} />);

    expect(await screen.findByText('just now')).toBeInTheDocument();
  });
});
