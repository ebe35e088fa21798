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

import { act, screen, waitFor, within } from '@testing-library/react';
import { healthyView } from '../__fixtures__/healthViews';
import { livedHealth, livedResponseTimes } from '../__fixtures__/livedHealth';
import { tokpulse } from '../__fixtures__/services';
import {
  fakeApi,
  type FakeApiChanges,
  refuses,
} from '../__testUtils__/fakeApi';
import { renderOps } from '../__testUtils__/renderOps';
import { HealthSection } from './HealthSection';

const renderHealth = (observations: FakeApiChanges['observations'] = {}) =>
  renderOps(<HealthSection service={tokpulse} />, {
    api: fakeApi({
      observations: {
        health: async () => livedHealth(),
        responseTimes: async () => livedResponseTimes(),
        ...observations,
      },
    }),
  });

describe('Health section', () => {
  it('tells uptime of four windows, and how much is behind a figure', async () => {
    renderHealth();
    const uptime = await screen.findByLabelText('Uptime');
    expect(uptime).toHaveTextContent('24 h99.16 %12 min down, 1 incident');
    expect(uptime).toHaveTextContent(/90 d99.8 %.*read 92 % of the time/);
  });

  it('tells what is left of the error budget in words and as a meter', async () => {
    renderHealth();
    expect(await screen.findByText('21 min of 43 min left')).toBeVisible();
    expect(
      screen.getByRole('meter', { name: 'Error budget left' }),
    ).toHaveAttribute('aria-valuetext', '21 min of 43 min left');
    expect(screen.getByText('Objective 99.9 % over 30 d')).toBeVisible();
  });

  it('says that a budget is overspent, and that the objective is only the default', async () => {
    const { slo } = livedHealth();
    renderHealth({
      health: async () =>
        livedHealth({
          slo: { ...slo, configured: false, spentMs: 3_600_000 },
        }),
    });
    expect(
      await screen.findByText('Spent: 16 min more than the 43 min it allows'),
    ).toBeVisible();
    expect(screen.getByText(/tokpulseOps.services.tokpulse.slo/)).toBeVisible();
  });

  it('leads a keyboard through the days, each with what it was like', async () => {
    const { user } = renderHealth();
    const strip = await screen.findByRole('group', {
      name: 'Availability of the last 90 days',
    });
    const days = within(strip).getAllByRole('button');
    expect(days).toHaveLength(90);
    expect(days.filter(day => day.tabIndex === 0)).toEqual([days[89]]);

    act(() => days[89].focus());
    expect(screen.getByRole('tooltip')).toHaveTextContent(
      '99.16 % available12 min down1 incident',
    );
    await user.keyboard('{ArrowLeft}');
    expect(days[88]).toHaveFocus();
    expect(screen.getByRole('tooltip')).toHaveTextContent(
      '100 % availableno downtime',
    );
    await user.keyboard('{Home}');
    expect(days[0]).toHaveAccessibleName(/: No readings$/);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('tooltip')).not.toBeInTheDocument();
  });

  it('gives the days as a table to whoever asks for it', async () => {
    const { user } = renderHealth();
    await user.click(
      await screen.findByRole('button', { name: 'Days as a table' }),
    );
    const rows = screen.getAllByRole('row');
    expect(rows).toHaveLength(
      1 + 90 + within(await legend()).getAllByRole('row').length,
    );
  });

  it('shows checks worst first, against their limits, with what they really measure', async () => {
    renderHealth();
    const checks = await screen.findByRole('list', { name: 'Checks of api' });
    const items = within(checks).getAllByRole('listitem');
    expect(
      items.map(
        item =>
          item.textContent?.match(
            /database|memory|disk|cpu|external_deps/,
          )?.[0],
      ),
    ).toEqual(['database', 'cpu', 'disk', 'memory', 'external_deps']);
    expect(items[0]).toHaveTextContent('before: healthy');
    expect(
      within(items[0]).getByRole('meter', { name: 'database of api' }),
    ).toHaveAttribute('aria-valuetext', '1.8 s, degraded from 1 s');
    expect(items[2]).toHaveTextContent(
      'What it really measures: The memory of the machine, not a disk',
    );
    expect(within(items[4]).getByText('ignored')).toBeVisible();
  });

  it('says how each host answered and what is left of its rate limit', async () => {
    renderHealth();
    const hosts = await screen.findByRole('list', { name: 'Hosts and checks' });
    expect(hosts).toHaveTextContent(/Requests left62 of 100, anew in [56] min/);
    expect(within(hosts).getByText('Has no health page')).toBeVisible();
  });

  it('says what changed last', async () => {
    renderHealth();
    const changes = await screen.findByRole('list', {
      name: 'Changes of health, newest first',
    });
    const [first] = within(changes).getAllByRole('listitem');
    expect(first).toHaveTextContent(
      'api · database from healthy to degradedSlow answer: 1,840 ms',
    );
  });

  it('switches how far back response times reach, and keeps it in the address', async () => {
    const responseTimes = jest.fn(async () => livedResponseTimes());
    const { user } = renderHealth({ responseTimes });
    expect(
      await screen.findByRole('figure', {
        name: 'Response times of the last 24 hours',
      }),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: '7 d' }));
    await waitFor(() =>
      expect(responseTimes).toHaveBeenLastCalledWith(
        'tokpulse',
        { window: '7d' },
        expect.anything(),
      ),
    );
    expect(
      await screen.findByRole('figure', {
        name: 'Response times of the last 7 days',
      }),
    ).toBeInTheDocument();
  });

  it.each([
    [403, 'You may not see the health of TokPulse'],
    [503, 'Could not load the health of TokPulse'],
  ])('says so once when the answer is %d', async (status, words) => {
    renderHealth({
      health: refuses({ status, name: 'Error', message: 'No' }),
    });
    expect(await screen.findByText(words)).toBeVisible();
    expect(
      screen.queryByRole('region', { name: 'Response times' }),
    ).not.toBeInTheDocument();
  });

  it('says what to add where nothing has been read yet', async () => {
    const view = healthyView();
    renderHealth({
      health: async () => ({
        ...view,
        hosts: [],
        collection: { ...view.collection, at: undefined },
      }),
      responseTimes: async () => ({ trends: [], markers: [] }),
    });
    expect(await screen.findByText('Nothing has been read yet')).toBeVisible();
    expect(await screen.findByText('No response times yet')).toBeVisible();
  });
});

function legend(): Promise<HTMLElement> {
  return screen.findByRole('table', {
    name: 'Response times of the last 24 hours',
  });
}
