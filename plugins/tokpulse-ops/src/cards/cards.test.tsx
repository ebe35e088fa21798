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

import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen, within } from '@testing-library/react';
import { healthyView } from '../__fixtures__/healthViews';
import { quickActions } from '../__fixtures__/quickActions';
import { serviceDown } from '../__fixtures__/runbooks';
import { waitingForConfirmation } from '../__fixtures__/runs';
import { tokpulse } from '../__fixtures__/services';
import { fakeApi, refuses } from '../__testUtils__/fakeApi';
import { renderOps, type RenderOpsOptions } from '../__testUtils__/renderOps';
import { HealthCard } from './HealthCard';
import { PerformanceCard } from './PerformanceCard';
import { RunbooksCard } from './RunbooksCard';
import { SubscriptionsCard } from './SubscriptionsCard';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'tokpulse-partner-app',
    annotations: { 'tokpulse.com/service': 'tokpulse' },
  },
};
const tab = '/catalog/default/component/tokpulse-partner-app/operations';

const renderCard = (card: JSX.Element, options?: RenderOpsOptions) =>
  renderOps(<EntityProvider entity={entity}>{card}</EntityProvider>, options);

describe('Cards of the overview', () => {
  it('say how the service is, how long there is to respond, and what runs', async () => {
    renderCard(<HealthCard />, {
      api: fakeApi({
        listRuns: async () => ({ items: [waitingForConfirmation()] }),
      }),
    });

    expect(await screen.findByText('Unhealthy')).toBeVisible();
    expect(screen.getByRole('timer')).toHaveTextContent(/of 5:00 to respond/);
    expect(await screen.findByText('Waiting for confirmation')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Open operations' }),
    ).toHaveAttribute('href', tab);
  });

  it('lead from a suggested runbook to its plan', async () => {
    renderCard(<RunbooksCard />);

    const suggested = within(
      await screen.findByRole('list', { name: 'Suggested now' }),
    );
    expect(
      suggested.getByRole('link', { name: 'P0 – Service down' }),
    ).toHaveAttribute(
      'href',
      '/tokpulse-ops/services/tokpulse?plan=service-down',
    );
    expect(
      await suggested.findByText('Why: the service is unhealthy'),
    ).toBeVisible();
  });

  it('say that no runbook is suggested, and how many there are', async () => {
    renderCard(<RunbooksCard />, {
      api: fakeApi({
        listRunbooks: async () => [serviceDown, ...quickActions],
        observations: { health: async () => healthyView() },
      }),
    });

    expect(
      await screen.findByText(/No runbook is suggested now/),
    ).toHaveTextContent('1 runbook is ready.');
  });

  it('say what is wrong with subscriptions, and lead to them', async () => {
    renderCard(<SubscriptionsCard />);

    expect(await screen.findByText('1284 subscriptions')).toBeVisible();
    expect(screen.getByText('29').closest('li')).toHaveTextContent(
      '29 Past due',
    );
    expect(
      screen.getByRole('link', { name: 'Open subscriptions' }),
    ).toHaveAttribute('href', `${tab}?section=subscriptions`);
  });

  it('say who may see the subscriptions', async () => {
    renderCard(<SubscriptionsCard />, {
      api: fakeApi({
        subscriptions: {
          overview: refuses({
            status: 403,
            name: 'NotAllowedError',
            message: 'No',
          }),
        },
      }),
    });

    expect(
      await screen.findByText(/tokpulse-ops.subscription.read/),
    ).toBeVisible();
  });

  it('say what has to be configured before there are subscriptions', async () => {
    renderCard(<SubscriptionsCard />, {
      api: fakeApi({
        getEntityService: async () => ({
          kind: 'service',
          service: {
            ...tokpulse,
            capabilities: [
              { id: 'postgres', configured: false, hint: 'Needs a connection' },
            ],
          },
        }),
      }),
    });

    expect(await screen.findByText('Needs a connection')).toBeVisible();
  });

  it('lead to the performance', async () => {
    renderCard(<PerformanceCard />);

    expect(
      await screen.findByRole('link', { name: 'Open performance' }),
    ).toHaveAttribute('href', `${tab}?section=performance`);
  });

  it('say that an entity has no service', async () => {
    renderCard(<HealthCard />, {
      api: fakeApi({
        getEntityService: async () => ({
          kind: 'not-configured',
          message: 'The service does not list this entity.',
          nextStep: 'Add it.',
        }),
      }),
    });

    expect(
      await screen.findByText('The service does not list this entity.'),
    ).toBeVisible();
  });
});
