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

import { screen, within } from '@testing-library/react';
import { aPerformance, noFigures } from '../__fixtures__/performanceViews';
import { tokpulse } from '../__fixtures__/services';
import {
  fakeApi,
  type FakeApiChanges,
  refuses,
} from '../__testUtils__/fakeApi';
import { renderOps } from '../__testUtils__/renderOps';
import { PerformanceGlance } from './PerformanceGlance';
import { PerformanceSection } from './PerformanceSection';

type Performance = NonNullable<FakeApiChanges['observations']>['performance'];

const renderPerformance = (
  performance: Performance = async () => aPerformance(),
) =>
  renderOps(<PerformanceSection service={tokpulse} />, {
    api: fakeApi({ observations: { performance } }),
  });

describe('Performance section', () => {
  it('says the score, how it is computed and how much is behind it', async () => {
    const { user } = renderPerformance();
    const score = await screen.findByRole('group', { name: 'Score of api' });
    expect(score).toHaveTextContent('80 of 100');
    expect(score).toHaveTextContent('2 budgets violated');
    expect(score).toHaveTextContent(
      /914 readings since .* behind it; 3 of 10 budgets have data/,
    );
    await user.click(
      within(score).getByRole('button', { name: 'How it is computed' }),
    );
    expect(score).toHaveTextContent('(10 budgets − 2 violated) ÷ 10');
  });

  it('gives no score where nothing was measured, whatever the service says', async () => {
    const { user } = renderPerformance(async () =>
      aPerformance({ hosts: [noFigures()], trends: [], comparisons: [] }),
    );
    const score = await screen.findByRole('group', { name: 'Score of api' });
    expect(score).toHaveTextContent('No score');
    expect(score).not.toHaveTextContent('100');
    expect(score).toHaveTextContent(
      'Nothing was recorded for any of the 7 budgets',
    );
    expect(screen.getByText('No trend yet')).toBeVisible();
    await user.click(
      screen.getByRole('button', { name: '7 budgets without any reading' }),
    );
    expect(
      within(
        screen.getByRole('list', { name: '7 budgets without any reading' }),
      ).getAllByRole('listitem'),
    ).toHaveLength(7);
  });

  it('puts violated budgets first, each against its limit and by how much', async () => {
    renderPerformance();
    const list = await screen.findByRole('list', { name: 'Budgets of api' });
    const [first, second, third] = within(list).getAllByRole('listitem');
    expect(first).toHaveTextContent('Error');
    expect(first).toHaveTextContent('1.3 s162 % over');
    expect(first).toHaveTextContent('judged by the portal');
    expect(
      within(first).getByRole('meter', { name: 'api_response_time_p95: p95' }),
    ).toHaveAttribute('aria-valuetext', '1.3 s, p95 at most 500 ms');
    expect(second).toHaveTextContent('Warning');
    expect(third).toHaveTextContent('Within budget');
    expect(third).toHaveTextContent('212 MiB');
  });

  it('shows what the service recommends and its slowest paths', async () => {
    const { user } = renderPerformance();
    expect(await screen.findByText(/^Optimize API performance/)).toBeVisible();
    await user.click(
      screen.getByRole('button', { name: 'Slowest paths of api' }),
    );
    expect(
      screen.getByRole('row', { name: /GET \/api\/stores\/:id/ }),
    ).toHaveTextContent('GET /api/stores/:id412 ms1.9 s2.4 s962');
  });

  it('draws a trend of each measure, with its budget and the events', async () => {
    renderPerformance();
    expect(
      await screen.findByRole('figure', {
        name: 'api_response_time of the last 24 hours',
      }),
    ).toHaveTextContent('Budget: 200 ms');
    expect(
      screen.getByRole('figure', { name: 'memory_usage of the last 24 hours' }),
    ).toHaveTextContent('Budget: 512 MiB');
    const events = screen.getByRole('list', { name: 'Events in this time' });
    expect(within(events).getAllByRole('listitem')).toHaveLength(4);
    expect(
      within(events).getByRole('link', { name: 'P0 – Service down' }),
    ).toHaveAttribute(
      'href',
      '/tokpulse-ops/runs/01990000-0000-7000-8000-0000000000b1',
    );
  });

  it('compares before and after, and says when there is too little to tell', async () => {
    renderPerformance();
    const list = await screen.findByRole('list', { name: 'Before and after' });
    const [worse, unknown] = within(list).getAllByRole('listitem');
    expect(within(worse).getByText('Worse')).toBeVisible();
    expect(
      within(worse).getByRole('row', { name: /^After/ }),
    ).toHaveTextContent('After262 ms1.3 s24');
    expect(within(unknown).getByText('Too little to tell')).toBeVisible();
  });

  it('says what to configure where no host tells its performance', async () => {
    renderPerformance(async () =>
      aPerformance({ hosts: [], trends: [], comparisons: [] }),
    );
    expect(
      await screen.findByText(
        /tokpulseOps.services.tokpulse.hosts.<host>.performance/,
      ),
    ).toBeVisible();
    expect(screen.queryByRole('region', { name: 'Trends' })).toBeNull();
  });

  it('says that the reader may not see it', async () => {
    renderPerformance(
      refuses({ status: 403, name: 'NotAllowedError', message: 'No' }),
    );
    expect(
      await screen.findByText('You may not see the performance of TokPulse'),
    ).toBeVisible();
  });

  it('is told in a few lines on a card, with the budget that is exceeded most', async () => {
    renderOps(<PerformanceGlance service={tokpulse} />, {
      api: fakeApi({
        observations: { performance: async () => aPerformance() },
      }),
    });
    expect(
      await screen.findByText('api_response_time_p95: 1.3 s, at most 500 ms'),
    ).toBeVisible();
  });
});
