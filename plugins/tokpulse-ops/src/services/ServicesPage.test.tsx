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
import { anIncident, aState } from '../__fixtures__/healthViews';
import { aSummary, waitingForConfirmation } from '../__fixtures__/runs';
import { ago } from '../__fixtures__/times';
import { fakeApi, refuses } from '../__testUtils__/fakeApi';
import { renderOps } from '../__testUtils__/renderOps';
import { ServicesPage } from './ServicesPage';

const several = () =>
  fakeApi({
    observations: {
      states: async () => [
        aState({ service: 'docs', title: 'Docs' }),
        aState({
          status: 'unhealthy',
          since: ago({ minutes: 14 }),
          headline: 'api does not answer',
          incident: anIncident(),
          activeRuns: 1,
        }),
        aState({
          service: 'shop',
          title: 'Shop',
          status: 'degraded',
          stale: true,
          at: ago({ minutes: 20, seconds: 30 }),
        }),
      ],
    },
  });

describe('Page of all services', () => {
  it('shows every service with its state, worst first', async () => {
    renderOps(<ServicesPage />, { api: several() });

    const rows = within(
      await screen.findByRole('list', { name: 'Services' }),
    ).getAllByRole('listitem');
    expect(rows.map(row => within(row).getByRole('link').textContent)).toEqual([
      'TokPulse',
      'Shop',
      'Docs',
    ]);
    const [worst, stale] = rows.map(row => within(row));
    expect(worst.getByText('Unhealthy')).toBeVisible();
    expect(worst.getByText(/^1[34] min/)).toBeVisible();
    expect(worst.getByText('api does not answer')).toBeVisible();
    expect(worst.getByRole('timer')).toHaveTextContent(/of 5:00 to respond/);
    expect(worst.getByText(/1 run in progress/)).toBeVisible();
    expect(worst.getByRole('link')).toHaveAttribute(
      'href',
      '/tokpulse-ops/services/tokpulse',
    );
    expect(stale.getByText(/^stale: read/)).toHaveTextContent('20 minutes ago');
  });

  it('says who sees to an incident', async () => {
    renderOps(<ServicesPage />, {
      api: fakeApi({
        observations: {
          states: async () => [
            aState({
              status: 'unhealthy',
              incident: anIncident({
                acknowledgedBy: 'user:default/arne',
                acknowledgedAt: ago({ minutes: 1 }),
              }),
            }),
          ],
        },
      }),
    });

    expect(await screen.findByText(/acknowledged by/)).toHaveTextContent(
      'acknowledged by arne',
    );
    expect(screen.queryByRole('timer')).not.toBeInTheDocument();
  });

  it('is narrowed to what is not healthy, and to a part of a name', async () => {
    const { user } = renderOps(<ServicesPage />, { api: several() });
    await user.click(await screen.findByRole('radio', { name: 'Not healthy' }));
    const list = screen.getByRole('list', { name: 'Services' });
    await waitFor(() =>
      expect(within(list).getAllByRole('listitem')).toHaveLength(2),
    );
    expect(screen.getByText('2 of 3')).toBeVisible();
    await user.type(
      screen.getByRole('searchbox', { name: 'Find a service' }),
      'nothing like it',
    );

    expect(await screen.findByText('No service is like that')).toBeVisible();
  });

  it('shows the runs there are and were', async () => {
    renderOps(<ServicesPage />, {
      api: fakeApi({
        listRuns: async ({ state } = {}) => ({
          items:
            state === undefined
              ? [aSummary({ id: 'past', state: 'failed' })]
              : [waitingForConfirmation()],
        }),
      }),
    });

    const active = within(
      await screen.findByRole('region', { name: 'In progress' }),
    );
    expect(await active.findByText('Waiting for confirmation')).toBeVisible();
    expect(active.getByText(/TokPulse/)).toBeVisible();
    const recent = within(screen.getByRole('region', { name: 'Recent runs' }));
    expect(await recent.findByText('Failed')).toBeVisible();
  });

  it('says that nothing is in progress', async () => {
    renderOps(<ServicesPage />);

    expect(await screen.findByText('No run is in progress.')).toBeVisible();
  });

  it('says what to configure when there is no service', async () => {
    renderOps(<ServicesPage />, {
      api: fakeApi({ observations: { states: async () => [] } }),
    });

    expect(
      await screen.findByText(/No service is configured, or you may see none/),
    ).toBeVisible();
    expect(screen.getByText(/tokpulseOps.services/)).toBeVisible();
  });

  it('says who to ask for permission', async () => {
    renderOps(<ServicesPage />, {
      api: fakeApi({
        observations: {
          states: refuses({
            status: 403,
            name: 'NotAllowedError',
            message: 'No',
          }),
        },
      }),
    });

    expect(
      await screen.findByText('You may not see the services'),
    ).toBeVisible();
  });
});
