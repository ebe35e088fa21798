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
import { anIncident } from '../__fixtures__/healthViews';
import { tokpulse } from '../__fixtures__/services';
import { ago } from '../__fixtures__/times';
import { fakeApi, refusal } from '../__testUtils__/fakeApi';
import { renderOps } from '../__testUtils__/renderOps';
import { withKey } from '../__testUtils__/renderRun';
import { IncidentBanner } from './IncidentBanner';

const banner = (changes: Parameters<typeof anIncident>[0] = {}) => (
  <IncidentBanner incident={anIncident(changes)} service={tokpulse} />
);

describe('The open incident', () => {
  it('counts against the time to respond', async () => {
    renderOps(banner({ openedAt: ago({ minutes: 3, seconds: 12 }) }));

    const clock = await screen.findByRole('timer');
    expect(clock).toHaveTextContent(/^3:1\d of 5:00 to respond$/);
    await waitFor(
      () => expect(clock).toHaveTextContent(/^3:1[4-9] of 5:00 to respond$/),
      { timeout: 4_000 },
    );
  });

  it('says in words that the time is over, and by how much', async () => {
    renderOps(banner({ openedAt: ago({ minutes: 7, seconds: 2 }) }));

    expect(await screen.findByRole('timer')).toHaveTextContent(
      /^7:0\d of 5:00 to respond: 2:0\d late$/,
    );
  });

  it('says who sees to it and when they said so, and stops the clock', async () => {
    renderOps(
      banner({
        openedAt: ago({ minutes: 9 }),
        acknowledgedAt: ago({ minutes: 7 }),
        acknowledgedBy: 'user:default/arne',
        note: 'On the train, back in 10 minutes',
      }),
    );

    expect(await screen.findByText('arne')).toBeVisible();
    expect(screen.getByText(/2 min after it was opened/)).toBeVisible();
    expect(
      screen.getByText('Note: On the train, back in 10 minutes'),
    ).toBeVisible();
    expect(screen.queryByRole('timer')).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /Acknowledge/ }),
    ).not.toBeInTheDocument();
  });

  it('is acknowledged by keyboard, with a note for the others', async () => {
    const acknowledge = jest.fn(async () => anIncident());
    const { user } = renderOps(banner(), {
      api: fakeApi({ observations: { acknowledge } }),
    });
    const button = await screen.findByRole('button', {
      name: 'Acknowledge the incident of TokPulse',
    });
    await waitFor(() => expect(button).toBeEnabled());
    button.focus();
    await user.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    await user.keyboard('I restart it{Control>}{Enter}{/Control}');

    await waitFor(() =>
      expect(acknowledge).toHaveBeenCalledWith(
        { service: 'tokpulse', incident: anIncident().id },
        { note: 'I restart it' },
        withKey,
      ),
    );
    await waitFor(() =>
      expect(
        dialog.queryByText('Acknowledge the incident?'),
      ).not.toBeInTheDocument(),
    );
    expect(button).toHaveFocus();
  });

  it('says why it could not be acknowledged', async () => {
    const { user } = renderOps(banner(), {
      api: fakeApi({
        observations: {
          acknowledge: jest.fn().mockRejectedValue(
            await refusal({
              status: 409,
              name: 'ConflictError',
              message: 'The incident is closed',
              nextStep: 'Look at the list of incidents.',
            }),
          ),
        },
      }),
    });
    const button = await screen.findByRole('button', { name: /^Acknowledge/ });
    await waitFor(() => expect(button).toBeEnabled());
    await user.click(button);
    await user.click(
      await screen.findByRole('button', { name: 'I see to it' }),
    );

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The incident is closed',
    );
  });

  it('says which permission acknowledging needs', async () => {
    renderOps(banner(), { denied: ['tokpulse-ops.incident.acknowledge'] });

    const button = await screen.findByRole('button', { name: /^Acknowledge/ });
    await waitFor(() =>
      expect(button).toHaveAccessibleDescription(
        /tokpulse-ops.incident.acknowledge/,
      ),
    );
    expect(button).toBeDisabled();
  });
});
