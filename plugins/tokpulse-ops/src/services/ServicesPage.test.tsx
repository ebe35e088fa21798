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
import { fakeApi, refuses } from '../__testUtils__/fakeApi';
import { aSummary, waitingForConfirmation } from '../__fixtures__/runs';
import { tokpulse } from '../__fixtures__/services';
import { renderOps } from '../__testUtils__/renderOps';
import { ServicesPage } from './ServicesPage';

describe('Page of all services', () => {
  it('shows every service with its state, and the runs there are and were', async () => {
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

    const card = within(
      await screen.findByRole('region', { name: 'TokPulse' }),
    );
    expect(await card.findByText('Unhealthy')).toBeVisible();
    expect(card.getByText(/the platform’s edge says 502/)).toBeVisible();
    expect(card.getByRole('link', { name: 'Open TokPulse' })).toHaveAttribute(
      'href',
      '/catalog/default/component/tokpulse-partner-app/operations',
    );
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

  it('says what to link when a service belongs to no entity', async () => {
    renderOps(<ServicesPage />, {
      api: fakeApi({
        listServices: async () => [{ ...tokpulse, entities: [] }],
      }),
    });

    expect(
      await screen.findByText(/list one under entities of this service/),
    ).toBeVisible();
  });

  it('says what to configure when there is no service', async () => {
    renderOps(<ServicesPage />, {
      api: fakeApi({ listServices: async () => [] }),
    });

    expect(
      await screen.findByText(/No service is configured, or you may see none/),
    ).toBeVisible();
    expect(screen.getByText(/tokpulseOps.services/)).toBeVisible();
  });

  it('says who to ask for permission', async () => {
    renderOps(<ServicesPage />, {
      api: fakeApi({
        listServices: refuses({
          status: 403,
          name: 'NotAllowedError',
          message: 'No',
        }),
      }),
    });

    expect(
      await screen.findByText('You may not see the services'),
    ).toBeVisible();
  });
});
