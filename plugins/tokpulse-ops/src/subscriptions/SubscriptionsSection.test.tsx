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
import { useLocation } from 'react-router-dom';
import { tokpulse } from '../__fixtures__/services';
import {
  aCustomer,
  anOverview,
  aSubscription,
} from '../__fixtures__/subscriptions';
import { ago } from '../__fixtures__/times';
import {
  fakeApi,
  type FakeApiChanges,
  refuses,
} from '../__testUtils__/fakeApi';
import { renderOps, type RenderOpsOptions } from '../__testUtils__/renderOps';
import { SubscriptionsSection } from './SubscriptionsSection';

const Address = () => (
  <output data-testid="address">{useLocation().search}</output>
);

const renderSection = (options: RenderOpsOptions = {}) =>
  renderOps(
    <>
      <SubscriptionsSection service={tokpulse} />
      <Address />
    </>,
    options,
  );

const withSubscriptions = (subscriptions: FakeApiChanges['subscriptions']) => ({
  api: fakeApi({ subscriptions }),
});

describe('The subscriptions of a service', () => {
  it('have what is wrong first: how many, why, what to do next', async () => {
    renderSection();

    const [first] = within(
      await screen.findByRole('list', { name: 'What is wrong with them' }),
    ).getAllByRole('listitem');
    expect(first).toHaveTextContent('29 Past due');
    expect(first).toHaveTextContent(/open for 41 days/);
    expect(first).toHaveTextContent(/Next: Look at the oldest in Stripe/);
  });

  it('say that nothing is wrong when nothing is', async () => {
    renderSection(
      withSubscriptions({
        overview: async () => anOverview({ anomalies: [] }),
      }),
    );

    expect(await screen.findByText(/Nothing is wrong with them/)).toBeVisible();
  });

  it('are filtered by what is wrong, which stands in the address', async () => {
    const list = jest.fn(async () => ({ items: [aSubscription()] }));
    const { user } = renderSection(withSubscriptions({ list }));
    await user.click(
      await screen.findByRole('button', {
        name: 'Show the 12 of “Trials past their end”',
      }),
    );

    await waitFor(() =>
      expect(list).toHaveBeenLastCalledWith(
        'tokpulse',
        { anomaly: 'trial-over', limit: 25 },
        expect.anything(),
      ),
    );
    expect(screen.getByTestId('address')).toHaveTextContent(
      '?anomaly=trial-over',
    );
  });

  it('are filtered by their counts, and by the beginning of a name', async () => {
    const list = jest.fn(async () => ({ items: [] }));
    const { user } = renderSection(withSubscriptions({ list }));
    const states = within(
      await screen.findByRole('list', { name: 'By state' }),
    );
    expect(states.getByRole('button', { name: /^ACTIVE 1,012/ })).toBeVisible();
    await user.click(states.getByRole('button', { name: /PAST_DUE/ }));
    await user.type(
      screen.getByRole('searchbox', { name: 'Organization begins with' }),
      'Ac',
    );

    await waitFor(() =>
      expect(list).toHaveBeenLastCalledWith(
        'tokpulse',
        { status: 'PAST_DUE', organization: 'Ac', limit: 25 },
        expect.anything(),
      ),
    );
    expect(
      await screen.findByText('No subscription is like that'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear the filters' }));
    await waitFor(() =>
      expect(list).toHaveBeenLastCalledWith(
        'tokpulse',
        { limit: 25 },
        expect.anything(),
      ),
    );
    expect(
      screen.getByRole('searchbox', { name: 'Organization begins with' }),
    ).toHaveValue('');
  });

  it('are shown as the address says', async () => {
    const list = jest.fn(async () => ({ items: [aSubscription()] }));
    renderSection({
      ...withSubscriptions({ list }),
      path: '/?subscriptionPlan=growth&anomaly=drift&plan=service-down',
    });

    await waitFor(() =>
      expect(list).toHaveBeenCalledWith(
        'tokpulse',
        { plan: 'growth', anomaly: 'drift', limit: 25 },
        expect.anything(),
      ),
    );
  });

  it('go on by the cursor', async () => {
    const { user } = renderSection(
      withSubscriptions({
        list: async (_, { cursor } = {}) =>
          cursor === undefined
            ? { items: [aSubscription()], nextCursor: 'c1' }
            : {
                items: [aSubscription({ id: 'old', organization: 'Old Oak' })],
              },
      }),
    );
    await user.click(
      await screen.findByRole('button', { name: 'Load older ones' }),
    );

    expect(await screen.findByText('Old Oak')).toBeVisible();
    expect(screen.getByText('Acme Outdoor')).toBeVisible();
  });

  it('say why they were not compared with Stripe', async () => {
    renderSection(
      withSubscriptions({
        overview: async () =>
          anOverview({
            drift: {
              checked: false,
              message: 'Stripe does not answer',
              compared: 0,
              different: 0,
            },
          }),
      }),
    );

    expect(
      await screen.findByText(
        'Not compared with Stripe: Stripe does not answer.',
      ),
    ).toBeVisible();
  });

  it('tell which tables were found, and the statement for an index that is missing', async () => {
    renderSection(
      withSubscriptions({
        overview: async () =>
          anOverview({
            missingIndexes: [
              {
                table: 'subscriptions',
                columns: ['createdAt', 'id'],
                why: 'the list is ordered by them',
                sql: 'CREATE INDEX CONCURRENTLY ON subscriptions ("createdAt", id);',
              },
            ],
          }),
      }),
    );

    expect(
      await screen.findByText(/^Database: The database has the current tables/),
    ).toBeVisible();
    expect(
      screen.getByText('1 index is missing: lists are slow'),
    ).toBeVisible();
    expect(screen.getByText(/CREATE INDEX CONCURRENTLY/)).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Copy the statement that adds it' }),
    ).toBeEnabled();
  });

  it('say what has to be configured first', async () => {
    renderOps(
      <SubscriptionsSection
        service={{
          ...tokpulse,
          capabilities: [
            { id: 'postgres', configured: false, hint: 'Needs a connection' },
          ],
        }}
      />,
    );

    expect(await screen.findByText('Needs a connection')).toBeVisible();
  });

  it('say that the database has no such tables', async () => {
    renderSection(
      withSubscriptions({
        overview: async () =>
          anOverview({
            schema: {
              variant: 'none',
              told: 'There is no table of that name.',
            },
          }),
      }),
    );

    expect(
      await screen.findByText('There is no table of that name.'),
    ).toBeVisible();
  });

  it('say which permission they need', async () => {
    renderSection(
      withSubscriptions({
        overview: refuses({
          status: 403,
          name: 'NotAllowedError',
          message: 'No',
        }),
      }),
    );

    expect(
      await screen.findByText(/tokpulse-ops.subscription.read/),
    ).toBeVisible();
  });
});

describe('The details of a subscription', () => {
  const open = async (options: Parameters<typeof renderSection>[0] = {}) => {
    const rendered = renderSection(options);
    await screen.findByText('Acme Outdoor');
    const button = screen.getByRole('button', {
      name: 'Details of Acme Outdoor',
    });
    await waitFor(() => expect(button).toBeEnabled());
    await rendered.user.click(button);
    return { ...rendered, dialog: within(await screen.findByRole('dialog')) };
  };

  it('ask for a reason first, and then show what is not personal', async () => {
    const lookUp = jest.fn(fakeApi().subscriptions.lookUp);
    const { user, dialog } = await open(withSubscriptions({ lookUp }));
    expect(lookUp).not.toHaveBeenCalled();
    await user.keyboard('Ticket 4711{Enter}');

    expect(await dialog.findByText('o…@acme.example')).toBeVisible();
    expect(lookUp).toHaveBeenCalledWith(
      { service: 'tokpulse', subscription: 'sub_01HZX4' },
      { reason: 'Ticket 4711' },
      expect.anything(),
    );
    expect(dialog.getByText('9,120 of 10,000')).toBeVisible();
    expect(dialog.getByText('41,002, no limit')).toBeVisible();
    expect(
      dialog.getByRole('row', { name: 'status TRIAL past_due' }),
    ).toBeVisible();
    expect(
      dialog.getByText(/Access token: present, never shown/),
    ).toBeVisible();
    expect(
      dialog.getByRole('button', { name: 'Copy the id of: Stripe customer' }),
    ).toBeEnabled();
  });

  it('do not accept a reason that says nothing', async () => {
    const { user, dialog } = await open();
    await user.keyboard('why');

    expect(
      dialog.getByText('Say why, in at least 5 characters.'),
    ).toBeVisible();
    expect(
      dialog.getByRole('button', { name: 'Show the details' }),
    ).toBeDisabled();
  });

  it('reveal a person with the reason that was given, and hide them again', async () => {
    const reveal = jest.fn(fakeApi().subscriptions.reveal);
    const { user, dialog } = await open(withSubscriptions({ reveal }));
    await user.keyboard('Ticket 4711{Enter}');
    const button = await dialog.findByRole('button', {
      name: 'Reveal o…@acme.example',
    });
    await waitFor(() => expect(button).toBeEnabled());
    await user.click(button);
    expect(
      dialog.getByRole('textbox', { name: /Why do you need to see them/ }),
    ).toHaveValue('Ticket 4711');
    await user.click(dialog.getByRole('button', { name: 'Reveal' }));

    expect(await dialog.findByText('olga@acme.example')).toBeVisible();
    expect(reveal).toHaveBeenCalledWith(
      { service: 'tokpulse', customer: 'usr_01HZX2' },
      { reason: 'Ticket 4711' },
    );
    await user.click(
      dialog.getByRole('button', { name: 'Hide o…@acme.example' }),
    );
    expect(dialog.queryByText('olga@acme.example')).not.toBeInTheDocument();
  });

  it('say which permission revealing needs', async () => {
    const { user, dialog } = await open({
      denied: ['tokpulse-ops.customer.reveal'],
    });
    await user.keyboard('Ticket 4711{Enter}');

    const button = await dialog.findByRole('button', { name: /^Reveal/ });
    await waitFor(() =>
      expect(button).toHaveAccessibleDescription(
        /tokpulse-ops.customer.reveal/,
      ),
    );
    expect(button).toBeDisabled();
  });

  it('say why Stripe was not asked', async () => {
    const { user, dialog } = await open(
      withSubscriptions({
        lookUp: async () => ({
          ...(await fakeApi().subscriptions.lookUp(
            { service: 'tokpulse', subscription: 'x' },
            { reason: 'x' },
          )),
          stripe: {
            checked: false,
            message: 'No key is configured',
            differences: [],
          },
        }),
      }),
    );
    await user.keyboard('Ticket 4711{Enter}');

    expect(
      await dialog.findByText('Not checked: No key is configured.'),
    ).toBeVisible();
  });
});

describe('The look-up', () => {
  it('finds a customer by e-mail address, of which the address of the page says nothing', async () => {
    const lookUpCustomer = jest.fn(async () => ({
      items: [{ ...aCustomer(), subscription: aSubscription() }],
    }));
    const lookUp = jest.fn(fakeApi().subscriptions.lookUp);
    const { user } = renderSection(
      withSubscriptions({ lookUpCustomer, lookUp }),
    );
    const button = await screen.findByRole('button', { name: 'Customer…' });
    await waitFor(() => expect(button).toBeEnabled());
    await user.click(button);
    const dialog = within(await screen.findByRole('dialog'));
    await user.keyboard('olga@acme.example');
    await user.type(
      dialog.getByRole('textbox', { name: /Why do you look/ }),
      'Ticket 4711',
    );
    await user.click(dialog.getByRole('button', { name: 'Look up' }));

    expect(await dialog.findByText('o…@acme.example')).toBeVisible();
    expect(lookUpCustomer).toHaveBeenCalledWith(
      'tokpulse',
      { email: 'olga@acme.example', reason: 'Ticket 4711' },
      expect.anything(),
    );
    expect(window.location.href).not.toContain('olga');
    expect(screen.getByTestId('address')).toHaveTextContent(/^$/);
    // The reason goes along to the details.
    await user.click(
      dialog.getByRole('button', { name: 'Details of Acme Outdoor' }),
    );
    await waitFor(() =>
      expect(lookUp).toHaveBeenCalledWith(
        { service: 'tokpulse', subscription: 'sub_01HZX4' },
        { reason: 'Ticket 4711' },
        expect.anything(),
      ),
    );
  });

  it('finds a store, keeps the reason for the next one, and says when there is none', async () => {
    const lookUpStore = jest
      .fn(fakeApi().subscriptions.lookUpStore)
      .mockResolvedValueOnce({ items: [] });
    const { user } = renderSection(withSubscriptions({ lookUpStore }));
    const button = await screen.findByRole('button', { name: 'Store…' });
    await waitFor(() => expect(button).toBeEnabled());
    await user.click(button);
    const dialog = within(await screen.findByRole('dialog'));
    await user.keyboard('nowhere.example');
    await user.type(
      dialog.getByRole('textbox', { name: /Why do you look/ }),
      'Ticket 4711',
    );
    await user.click(dialog.getByRole('button', { name: 'Look up' }));
    expect(await dialog.findByText('No store has this domain')).toBeVisible();
    await user.click(
      dialog.getByRole('button', { name: 'Look for another one' }),
    );
    await user.keyboard('acme-outdoor.example');
    await user.click(dialog.getByRole('button', { name: 'Look up' }));

    expect(await dialog.findByText('acme-outdoor.example')).toBeVisible();
    expect(lookUpStore).toHaveBeenLastCalledWith(
      'tokpulse',
      { domain: 'acme-outdoor.example', reason: 'Ticket 4711' },
      expect.anything(),
    );
  });

  it('says why there are too many of them', async () => {
    const { user } = renderSection(
      withSubscriptions({
        lookUpStore: refuses({
          status: 429,
          name: 'Error',
          message: 'You have looked 60 things up within an hour',
          nextStep: 'Wait for 12 minutes.',
        }),
      }),
    );
    const button = await screen.findByRole('button', { name: 'Store…' });
    await waitFor(() => expect(button).toBeEnabled());
    await user.click(button);
    await screen.findByRole('dialog');
    await user.keyboard('acme.example{Tab}Ticket 4711');
    await user.click(screen.getByRole('button', { name: 'Look up' }));

    expect(await screen.findByText('Wait for 12 minutes.')).toBeVisible();
  });

  it('says which permission it needs', async () => {
    renderSection({ denied: ['tokpulse-ops.customer.read'] });

    const button = await screen.findByRole('button', { name: 'Customer…' });
    await waitFor(() =>
      expect(button).toHaveAccessibleDescription(/tokpulse-ops.customer.read/),
    );
    expect(button).toBeDisabled();
    expect(
      screen.getByRole('button', { name: 'Details of Acme Outdoor' }),
    ).toBeDisabled();
  });

  it('asks nothing twice by itself', async () => {
    const lookUpStore = jest.fn(fakeApi().subscriptions.lookUpStore);
    const { user } = renderSection(withSubscriptions({ lookUpStore }));
    const button = await screen.findByRole('button', { name: 'Store…' });
    await waitFor(() => expect(button).toBeEnabled());
    await user.click(button);
    const dialog = within(await screen.findByRole('dialog'));
    await user.keyboard('acme.example{Tab}Ticket 4711');
    await user.click(screen.getByRole('button', { name: 'Look up' }));
    await dialog.findByText('acme-outdoor.example');
    window.dispatchEvent(new Event('focus'));
    document.dispatchEvent(new Event('visibilitychange'));
    await user.tab();

    expect(lookUpStore).toHaveBeenCalledTimes(1);
  });
});

it('says since when a subscription has been wrong', async () => {
  renderSection(
    withSubscriptions({
      list: async () => ({
        items: [
          aSubscription({
            anomalies: [
              {
                kind: 'past-due',
                since: ago({ days: 41 }),
                message: 'Nothing was paid',
              },
            ],
          }),
        ],
      }),
    }),
  );

  const item = within(
    await screen.findByRole('list', { name: 'Subscriptions' }),
  ).getByRole('listitem');
  expect(item).toHaveTextContent(/Past due \(1 month ago\): Nothing was paid/);
});
