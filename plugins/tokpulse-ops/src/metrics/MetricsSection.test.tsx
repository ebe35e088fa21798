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

import { screen, waitFor, within } from '@testing-library/react';
import {
  aHistory,
  manySamples,
  metricsFor,
} from '../__fixtures__/metricsViews';
import { tokpulse } from '../__fixtures__/services';
import {
  fakeApi,
  type FakeApiChanges,
  refuses,
} from '../__testUtils__/fakeApi';
import { pretendLayout } from '../__testUtils__/layout';
import { renderOps } from '../__testUtils__/renderOps';
import { MetricsSection } from './MetricsSection';

const renderMetrics = (observations: FakeApiChanges['observations'] = {}) =>
  renderOps(<MetricsSection service={tokpulse} />, {
    api: fakeApi({
      observations: {
        metrics: async (_, query) => metricsFor(query?.search),
        metricHistory: async () => aHistory(),
        ...observations,
      },
    }),
  });

describe('Metrics section', () => {
  it('lists samples with labels and values in units', async () => {
    renderMetrics();
    const list = await screen.findByRole('table', { name: 'Samples' });
    expect(within(list).getAllByRole('row')).toHaveLength(11);
    expect(
      within(list).getByRole('row', { name: /duration_seconds/ }),
    ).toHaveTextContent('check="database"1.8 sapi');
    expect(screen.getByText('11 samples')).toBeVisible();
  });

  it('searches once the reader stops typing, and keeps the search in the address', async () => {
    const metrics = jest.fn(
      async (_: string, query?: { readonly search?: string }) =>
        metricsFor(query?.search),
    );
    const { user } = renderMetrics({ metrics });
    await user.type(
      await screen.findByRole('searchbox', { name: 'Search by name or label' }),
      'uptime',
    );
    expect(await screen.findByText('1 sample')).toBeVisible();
    expect(metrics.mock.calls.map(([, query]) => query?.search)).toEqual([
      undefined,
      'uptime',
    ]);
  });

  it('has searches ready, and says where a figure is that no metric has', async () => {
    const { user } = renderMetrics();
    const errors = await screen.findByRole('button', { name: 'Errors' });
    await user.click(errors);
    expect(errors).toHaveAttribute('aria-pressed', 'true');
    expect(
      await screen.findByText(/^No metric of this service has error in it/),
    ).toBeVisible();
    expect(await screen.findByText('No sample fits “error”')).toBeVisible();
    await user.click(errors);
    expect(await screen.findByText('11 samples')).toBeVisible();
  });

  it('draws the history of a metric that is kept, and leads the keyboard to it', async () => {
    const metricHistory = jest.fn(async () => aHistory());
    const { user } = renderMetrics({ metricHistory });
    const name = 'tokpulse_health_check_duration_seconds';
    await user.click(
      await screen.findByRole('button', {
        name: `Show the history of ${name}`,
      }),
    );
    const box = screen.getByRole('region', { name: `History of ${name}` });
    expect(box).toHaveFocus();
    expect(await within(box).findByRole('figure')).toHaveTextContent(
      'api {check="database"}',
    );
    await user.click(within(box).getByText('30 d'));
    await waitFor(() =>
      expect(metricHistory).toHaveBeenLastCalledWith(
        'tokpulse',
        { name, window: '30d' },
        expect.anything(),
      ),
    );
    await user.click(within(box).getByRole('button', { name: 'Close' }));
    expect(box).not.toBeInTheDocument();
  });

  it('says how to keep the history of another one', async () => {
    const { user } = renderMetrics();
    await user.click(
      await screen.findByRole('button', {
        name: 'Keep the history of tokpulse_uptime_seconds',
      }),
    );
    expect(
      screen.getByText(/- name: tokpulse_uptime_seconds/),
    ).toHaveTextContent('labels: environment: "production"');
  });

  it('tells what is wrong with the pages', async () => {
    const { user } = renderMetrics();
    await user.click(
      await screen.findByRole('button', {
        name: /^api: 9 lines are not valid Prometheus text/,
      }),
    );
    expect(screen.getByText(/^Line 12: Second HELP line/)).toBeVisible();
    expect(screen.getByText('and 7 more')).toBeVisible();
  });

  it('draws only some rows of a long list', async () => {
    pretendLayout({ width: 800, height: 480 });
    renderMetrics({ metrics: async () => manySamples(1_800) });
    const list = await screen.findByRole('table', { name: 'Samples' });
    expect(list).toHaveAttribute('aria-rowcount', '500');
    await waitFor(() =>
      expect(within(list).getAllByRole('row').length).toBeGreaterThan(2),
    );
    expect(within(list).getAllByRole('row').length).toBeLessThan(100);
    expect(
      screen.getByText('500 of 1,800 samples; search to see the others'),
    ).toBeVisible();
  });

  it('says what to configure where no host has such a page', async () => {
    renderMetrics({
      metrics: async () => ({ hosts: [], samples: [], total: 0, searches: [] }),
    });
    expect(
      await screen.findByText(
        /tokpulseOps.services.tokpulse.hosts.<host>.metrics/,
      ),
    ).toBeVisible();
  });

  it('offers another try after a failure', async () => {
    const metrics = jest
      .fn()
      .mockImplementationOnce(
        refuses({ status: 400, name: 'InputError', message: 'No' }),
      )
      .mockImplementation(async () => metricsFor(undefined));
    const { user } = renderMetrics({ metrics });
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('11 samples')).toBeVisible();
  });
});
