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

import type { ServiceInfo } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { screen, waitFor, within } from '@testing-library/react';
import { useLocation } from 'react-router-dom';
import { quickActions } from '../__fixtures__/quickActions';
import { suggestedServiceDown } from '../__fixtures__/runbooks';
import { tokpulse } from '../__fixtures__/services';
import { fakeApi, silentNotices } from '../__testUtils__/fakeApi';
import { renderOps, type RenderOpsOptions } from '../__testUtils__/renderOps';
import { ServiceOperations } from './ServiceOperations';

const shop: ServiceInfo = { ...tokpulse, id: 'shop', title: 'Shop' };

const Address = () => (
  <output data-testid="address">{useLocation().search}</output>
);

const renderServices = (
  services: readonly ServiceInfo[],
  options: RenderOpsOptions = {},
) =>
  renderOps(
    <>
      {services.map(service => (
        <ServiceOperations key={service.id} service={service} />
      ))}
      <Address />
    </>,
    options,
  );

const nav = async (service = 'TokPulse') =>
  within(
    await screen.findByRole('navigation', { name: `Sections of ${service}` }),
  );

const sectionWithFocus = () =>
  document.activeElement?.getAttribute('data-section');

describe('The sections of a service', () => {
  it('are reached by keyboard, and stand in the address', async () => {
    const { user } = renderServices([tokpulse]);
    const link = (await nav()).getByRole('link', { name: 'Subscriptions' });
    link.focus();
    await user.keyboard('{Enter}');

    expect(screen.getByTestId('address')).toHaveTextContent(
      '?section=subscriptions',
    );
    expect(sectionWithFocus()).toBe('subscriptions');
    expect(link).toHaveAttribute('aria-current', 'location');
  });

  it('are opened by an address', async () => {
    renderServices([tokpulse], { path: '/?section=about' });

    await waitFor(() => expect(sectionWithFocus()).toBe('about'));
  });

  it('ignore an address that names none', async () => {
    renderServices([tokpulse], { path: '/?section=nowhere' });

    expect(
      (await nav()).queryByRole('link', { current: 'location' }),
    ).not.toBeInTheDocument();
  });

  it('do not repeat quick actions among the runbooks', async () => {
    renderServices([tokpulse], {
      api: fakeApi({
        listRunbooks: async () => [suggestedServiceDown, ...quickActions],
      }),
    });

    expect(
      await screen.findByRole('button', { name: 'Plan Check health' }),
    ).toBeVisible();
    expect(screen.getAllByText('Check health')).toHaveLength(1);
  });
});

describe('Two services on one page', () => {
  it('each have their own address, filters and dialogs', async () => {
    const list = jest.fn(fakeApi().subscriptions.list);
    const { user } = renderServices([tokpulse, shop], {
      api: fakeApi({ subscriptions: { list } }),
    });
    const [, ofShop] = await screen.findAllByRole('button', {
      name: 'Show the 29 of “Past due”',
    });
    await user.click(ofShop);

    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent(
        '?shop.anomaly=past-due',
      ),
    );
    await waitFor(() =>
      expect(list).toHaveBeenCalledWith(
        'shop',
        { anomaly: 'past-due', limit: 25 },
        expect.anything(),
      ),
    );
    expect(list).not.toHaveBeenCalledWith(
      'tokpulse',
      expect.objectContaining({ anomaly: 'past-due' }),
      expect.anything(),
    );
  });

  it('open one plan for an address that names a runbook', async () => {
    renderServices([tokpulse, shop], { path: '/?shop.plan=service-down' });

    expect(
      await screen.findAllByRole('dialog', {
        name: 'Plan: P0 – Service down',
      }),
    ).toHaveLength(1);
  });

  it('have no id twice and share one stream', async () => {
    const follow = jest.fn(silentNotices());
    renderServices([tokpulse, shop], {
      api: fakeApi({ observations: { follow } }),
    });
    await waitFor(() =>
      expect(
        screen.getAllByRole('list', { name: 'What is wrong with them' }),
      ).toHaveLength(2),
    );
    expect(
      await screen.findAllByRole('region', { name: 'Status' }),
    ).toHaveLength(2);

    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(follow).toHaveBeenCalledTimes(1);
  });
});
