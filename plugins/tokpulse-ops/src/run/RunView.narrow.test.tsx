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

import { mockBreakpoint } from '@backstage/core-components/testUtils';
import { screen } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/fakeApi';
import { RUN_ID, waitingForConfirmation } from '../__fixtures__/runs';
import { pretendLayout } from '../__testUtils__/layout';
import { renderOps } from '../__testUtils__/renderOps';
import { RunPage } from './RunPage';

pretendLayout({ width: 390, height: 600 });
mockBreakpoint({ matches: true });

describe('Run page on a narrow screen', () => {
  it('keeps what is next in sight and puts steps and log behind tabs', async () => {
    const { user } = renderOps(<RunPage />, {
      api: fakeApi({ run: waitingForConfirmation() }),
      path: `/tokpulse-ops/runs/${RUN_ID}`,
      mountPath: '/tokpulse-ops/runs/:runId',
    });
    expect(await screen.findByRole('list', { name: 'Steps' })).toBeVisible();
    expect(screen.queryByRole('log')).not.toBeInTheDocument();

    await user.click(screen.getByRole('tab', { name: 'Log' }));
    expect(await screen.findByRole('log')).toBeVisible();
    expect(
      screen.queryByRole('list', { name: 'Steps' }),
    ).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: /^Confirm/ })).toBeVisible();
  });
});
