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
import { healthyView } from '../__fixtures__/healthViews';
import { livedHealth } from '../__fixtures__/livedHealth';
import { tokpulse } from '../__fixtures__/services';
import { ago } from '../__fixtures__/times';
import {
  fakeApi,
  type FakeApiChanges,
  refuses,
} from '../__testUtils__/fakeApi';
import { renderOps } from '../__testUtils__/renderOps';
import { useServiceHealth } from '../data/observations';
import { StatusPanel } from './StatusPanel';

const Status = () => (
  <StatusPanel service={tokpulse} health={useServiceHealth(tokpulse.id)} />
);

const renderStatus = (observations: FakeApiChanges['observations'] = {}) =>
  renderOps(<Status />, {
    api: fakeApi({
      observations: { health: async () => livedHealth(), ...observations },
    }),
  });

const region = (name: string) => screen.findByRole('region', { name });

describe('Status panel', () => {
  it('says how the service is, since when, how often it is asked and that it is live', async () => {
    renderStatus();
    const status = await region('Status');
    expect(await within(status).findByText('Degraded')).toBeVisible();
    expect(within(status).getByText(/read every 1 min/)).toHaveTextContent(
      '12 of 60 requests used in 15 min',
    );
    expect(await within(status).findByText('Live')).toBeVisible();
  });

  it('asks the service again on request, and says why it could not', async () => {
    const refresh = jest
      .fn()
      .mockImplementationOnce(
        refuses({
          status: 429,
          name: 'TooManyRequests',
          message: 'The request budget is used up for 4 minutes',
        }),
      )
      .mockResolvedValue(healthyView());
    const { user } = renderStatus({ refresh });
    const button = await screen.findByRole('button', {
      name: 'Ask TokPulse now',
    });
    await user.click(button);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The request budget is used up for 4 minutes',
    );
    await user.click(button);
    const status = await region('Status');
    expect(await within(status).findByText('Healthy')).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('marks old readings as stale, with why nothing comes any more', async () => {
    const view = livedHealth();
    renderStatus({
      health: async () => ({
        ...view,
        collection: {
          ...view.collection,
          at: ago({ minutes: 4, seconds: 30 }),
          failure: {
            message: 'The request budget is used up',
            nextStep: 'It is asked again in 4 minutes.',
          },
        },
      }),
    });
    expect(await screen.findByText(/^Stale: last reading/)).toHaveTextContent(
      '4 minutes ago',
    );
    expect(screen.getByText(/It is asked again in 4 minutes/)).toBeVisible();
  });
});
