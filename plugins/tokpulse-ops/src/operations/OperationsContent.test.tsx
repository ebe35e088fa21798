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
import { screen, waitFor, within } from '@testing-library/react';
import { anApproval, aReview } from '../__fixtures__/approvals';
import { fakeApi, refusal, refuses } from '../__testUtils__/fakeApi';
import {
  brokenRunbook,
  healthMonitoring,
  suggestedServiceDown,
} from '../__fixtures__/runbooks';
import { aSummary, waitingForConfirmation } from '../__fixtures__/runs';
import { anAbout } from '../__fixtures__/about';
import { downView, healthyView } from '../__fixtures__/healthViews';
import { readOnly, tokpulse } from '../__fixtures__/services';
import { ago } from '../__fixtures__/times';
import { renderOps, type RenderOpsOptions } from '../__testUtils__/renderOps';
import { OperationsContent } from './OperationsContent';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'tokpulse-partner-app',
    annotations: { 'tokpulse.com/service': 'tokpulse' },
  },
};

const renderTab = (options?: RenderOpsOptions) =>
  renderOps(
    <EntityProvider entity={entity}>
      <OperationsContent />
    </EntityProvider>,
    options,
  );

const forbidden = refuses({
  status: 403,
  name: 'NotAllowedError',
  message: 'You are not allowed to see this',
});
const broken = refuses({
  status: 500,
  name: 'Error',
  message: 'The database does not answer',
});

describe('Operations tab', () => {
  it('says how the service is, since when, and what is wrong', async () => {
    renderTab();

    const status = within(
      await screen.findByRole('region', { name: 'Status' }),
    );
    expect(await status.findByText('Unhealthy')).toBeVisible();
    expect(status.getByText(/^1[34] min/)).toBeVisible();
    expect(status.getByText(/the platform’s edge says 502/)).toHaveAttribute(
      'aria-live',
      'polite',
    );
    expect(status.getByText(/4 minutes after deployment 1.14.3/)).toBeVisible();
    expect(status.getByText(/read every 1 min/)).toBeVisible();
  });

  it('says that it has just become so, in words', async () => {
    renderTab({
      api: fakeApi({
        observations: {
          health: async () => downView({ since: ago({ seconds: 0 }) }),
        },
      }),
    });

    const status = await screen.findByRole('region', { name: 'Status' });
    expect(await within(status).findByText(/since a moment ago/)).toBeVisible();
  });

  it('asks the service itself again on request', async () => {
    const refresh = jest.fn(async () => healthyView());
    const { user } = renderTab({ api: fakeApi({ observations: { refresh } }) });
    const status = within(
      await screen.findByRole('region', { name: 'Status' }),
    );
    await user.click(
      await status.findByRole('button', { name: 'Ask TokPulse now' }),
    );

    expect(await status.findByText('Healthy')).toBeVisible();
    expect(refresh).toHaveBeenCalledWith('tokpulse');
  });

  it('says why the service could not be asked again', async () => {
    const { user } = renderTab({
      api: fakeApi({ observations: { refresh: broken } }),
    });
    const status = within(
      await screen.findByRole('region', { name: 'Status' }),
    );
    await user.click(
      await status.findByRole('button', { name: 'Ask TokPulse now' }),
    );

    expect(await status.findByRole('alert')).toHaveTextContent(
      'The database does not answer',
    );
    expect(status.getByText('Unhealthy')).toBeVisible();
  });

  it('says that readings are old, and why there is no new one', async () => {
    const view = downView();
    renderTab({
      api: fakeApi({
        observations: {
          health: async () => ({
            ...view,
            collection: {
              ...view.collection,
              at: ago({ minutes: 20, seconds: 30 }),
              stale: true,
              failure: {
                message: 'The request budget is used up',
                nextStep: 'Wait for 4 minutes',
              },
            },
          }),
        },
      }),
    });

    const status = within(
      await screen.findByRole('region', { name: 'Status' }),
    );
    expect(
      await status.findByText(
        'The request budget is used up. Wait for 4 minutes.',
      ),
    ).toBeVisible();
    expect(status.getAllByText(/20 minutes ago/).length).toBeGreaterThan(0);
  });

  it('puts runs in progress first, with who leads them and what they wait for', async () => {
    renderTab({
      api: fakeApi({
        listRuns: async ({ state } = {}) => ({
          items: state === undefined ? [] : [waitingForConfirmation()],
        }),
      }),
    });

    const active = await screen.findByRole('region', { name: 'In progress' });
    expect(
      within(active).getByText('waits for confirmation of “restart”'),
    ).toBeVisible();
    expect(await within(active).findByText('you')).toBeVisible();
    expect(
      within(active).getByRole('link', { name: 'P0 – Service down' }),
    ).toHaveAttribute(
      'href',
      `/tokpulse-ops/runs/${waitingForConfirmation().id}`,
    );
  });

  it('shows what is open about this service: approvals and broken glass', async () => {
    renderTab({
      api: fakeApi({
        approvals: {
          list: async () => ({
            items: [
              anApproval(),
              anApproval({ id: 'other', service: 'shop', stepName: 'Other' }),
            ],
          }),
        },
        reviews: { list: async () => ({ items: [aReview()] }) },
      }),
    });

    const asked = await screen.findByRole('list', {
      name: 'Approvals that are open',
    });
    expect(within(asked).getAllByRole('listitem')).toHaveLength(1);
    expect(asked).toHaveTextContent('1 change · asked by olga');
    expect(
      await screen.findByText(/Somebody who had no part in the run/),
    ).toBeVisible();
  });

  it('marks undo runs and broken glass in the activity, and names who is asked', async () => {
    renderTab({
      api: fakeApi({
        listRuns: async ({ state } = {}) => ({
          items:
            state === undefined
              ? [
                  aSummary({ id: 'undo', state: 'succeeded', undoes: 'run' }),
                  aSummary({ id: 'run', state: 'failed', glassBroken: true }),
                ]
              : [
                  aSummary({
                    state: 'waiting',
                    waiting: {
                      for: 'approval',
                      kind: 'approval',
                      stepId: 'restart',
                      since: '2026-11-24T02:00:00Z',
                      from: ['group:default/tokpulse-approvers'],
                    },
                  }),
                ],
        }),
      }),
    });

    const activity = await screen.findByRole('region', { name: 'Activity' });
    expect(await within(activity).findByText('Undo')).toBeVisible();
    expect(within(activity).getByText('Glass broken')).toBeVisible();
    expect(
      await screen.findByText(
        'waits for an approval of “restart” by tokpulse-approvers',
      ),
    ).toBeVisible();
  });

  it('puts suggested runbooks first and says why', async () => {
    renderTab({
      api: fakeApi({
        listRunbooks: async () => [healthMonitoring, suggestedServiceDown],
      }),
    });

    const suggested = within(
      await screen.findByRole('list', { name: 'Suggested now' }),
    );
    expect(suggested.getByText('P0')).toBeVisible();
    expect(suggested.getByText(/respond within 5 min/)).toBeVisible();
    expect(
      await suggested.findByText('Suggested: the service is unhealthy'),
    ).toBeVisible();
    const all = within(screen.getByRole('list', { name: 'All runbooks' }));
    expect(all.getByText('Health monitoring')).toBeVisible();
    expect(all.queryByText('P0 – Service down')).not.toBeInTheDocument();
  });

  it('does not offer to plan a runbook with problems, and names them', async () => {
    const { user } = renderTab({
      api: fakeApi({ listRunbooks: async () => [brokenRunbook] }),
    });

    const plan = await screen.findByRole('button', {
      name: 'Plan Rotate the secrets',
    });
    expect(plan).toBeDisabled();
    expect(plan).toHaveAccessibleDescription('Cannot run: 1 problem');
    await user.click(screen.getByRole('button', { name: 'Details' }));
    expect(
      screen.getByText(/there is no action "railway:variables"/),
    ).toBeVisible();
  });

  it('says why somebody without the permission cannot plan', async () => {
    renderTab({ denied: ['tokpulse-ops.run.create'] });

    const plan = await screen.findByRole('button', {
      name: 'Plan P0 – Service down',
    });
    await waitFor(() =>
      expect(plan).toHaveAccessibleDescription(/tokpulse-ops.run.create/),
    );
    expect(plan).toBeDisabled();
  });

  it('says that everything is read-only, and what to do', async () => {
    renderTab({ api: fakeApi({ getStatus: async () => readOnly }) });

    expect(await screen.findByText(/nothing can be started/)).toBeVisible();
    expect(screen.getByText(/Set permission.enabled: true/)).toBeVisible();
    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: 'Plan P0 – Service down' }),
      ).toBeDisabled(),
    );
  });

  it('loads older runs by the cursor', async () => {
    const listRuns = jest.fn(async ({ state, cursor } = {}) => {
      if (state !== undefined) {
        return { items: [] };
      }
      return cursor === undefined
        ? { items: [aSummary({ id: 'new' })], nextCursor: 'c1' }
        : {
            items: [aSummary({ id: 'old', reason: `after ${cursor}` })],
          };
    });
    const { user } = renderTab({ api: fakeApi({ listRuns }) });
    await user.click(
      await screen.findByRole('button', { name: 'Load older runs' }),
    );

    expect(await screen.findByText('Why: after c1')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Load older runs' }),
    ).not.toBeInTheDocument();
  });

  it('says what to do where there is nothing yet', async () => {
    renderTab({
      api: fakeApi({
        listRunbooks: async () => [],
        observations: {
          about: async () =>
            anAbout({
              contacts: [],
              escalation: [],
              links: [],
              statusPage: undefined,
              flags: undefined,
            }),
        },
      }),
    });

    expect(
      await screen.findByText('No runbook applies to TokPulse yet'),
    ).toBeVisible();
    expect(
      await screen.findByText('Nothing has been run here yet'),
    ).toBeVisible();
    expect(
      await screen.findByText('Nobody to call is configured for TokPulse'),
    ).toBeVisible();
    expect(screen.getByText(/need a Vercel token/)).toBeVisible();
  });

  it('shows where content will be while it is loading', async () => {
    const never = () => new Promise<never>(() => {});
    renderTab({ api: fakeApi({ observations: { health: never } }) });

    expect(
      await screen.findByRole('status', {
        name: 'Loading the status of TokPulse…',
      }),
    ).toBeVisible();
  });

  it('says who to ask when the reader may see nothing', async () => {
    renderTab({
      api: fakeApi({
        observations: { health: forbidden, about: forbidden },
        subscriptions: { overview: forbidden },
        listRunbooks: forbidden,
        listRuns: forbidden,
      }),
    });

    expect(
      await screen.findByText('You may not see the status of TokPulse'),
    ).toBeVisible();
    expect(
      screen.getAllByText(
        /permission tokpulse-ops.service.read; the viewer role/,
      )[0],
    ).toBeVisible();
    expect(
      await screen.findByText('You may not see the subscriptions of TokPulse'),
    ).toBeVisible();
    expect(
      await screen.findByText('You may not see the runbooks of TokPulse'),
    ).toBeVisible();
  });

  it('says what happened when something cannot be loaded, and tries again', async () => {
    const listRunbooks = jest
      .fn()
      .mockRejectedValueOnce(
        await refusal({ status: 400, name: 'InputError', message: 'Odd' }),
      )
      .mockResolvedValue([healthMonitoring]);
    const { user } = renderTab({ api: fakeApi({ listRunbooks }) });

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Could not load the runbooks of TokPulse');
    expect(alert).toHaveTextContent('Odd');
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Health monitoring')).toBeVisible();
  });

  it('says what to add for an entity without a service', async () => {
    renderTab({
      api: fakeApi({
        getEntityService: async () => ({
          kind: 'not-configured',
          message: 'The service "tokpulse" does not list this entity.',
          nextStep: 'Add it to its entities.',
        }),
      }),
    });

    expect(
      await screen.findByText('This entity has no service to operate yet'),
    ).toBeVisible();
    expect(
      screen.getByText(/entities: \[component:default\/tokpulse-partner-app\]/),
    ).toBeVisible();
  });

  it('can be operated by keyboard from the suggestion to the plan and back', async () => {
    const { user } = renderTab({
      api: fakeApi({
        getEntityService: async () => ({
          kind: 'service',
          service: { ...tokpulse, capabilities: [] },
        }),
      }),
    });
    const plan = await screen.findByRole('button', {
      name: 'Plan P0 – Service down',
    });
    await waitFor(() => expect(plan).toBeEnabled());
    while (document.activeElement !== plan) {
      const before = document.activeElement;
      await user.tab();
      expect(document.activeElement).not.toBe(before);
    }
    await user.keyboard('{Enter}');

    expect(
      await screen.findByRole('dialog', { name: 'Plan: P0 – Service down' }),
    ).toBeVisible();
    await user.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(plan).toHaveFocus();
  });

  it('shows the runbook to read', async () => {
    const { user } = renderTab();
    await user.click(
      await screen.findByRole('button', { name: 'Read P0 – Service down' }),
    );

    expect(
      await screen.findByText(/Step: Ask every host for its health/),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: /the status page/ }),
    ).toHaveAttribute('href', 'https://status.tokpulse.example/');
  });
});
